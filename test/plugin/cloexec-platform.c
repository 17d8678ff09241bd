// A flag is known by its name, for its value is the platform's: SPARC's
// O_CLOEXEC and Alpha's are other bits than the table's, and here headers are
// not seen at all.
// RUN: %check-fd fd-*,fdstrict-cloexec %s -std=gnu17
#define O_RDWR 1
#define O_EXCL 2
#define OUR_CLOEXEC 0x400000
#define O_CLOEXEC OUR_CLOEXEC
#define SOCK_STREAM 1
#define SOCK_CLOEXEC OUR_CLOEXEC
#define PRIVATE (O_RDWR | O_CLOEXEC)
#define RETRY(Call)                                                            \
  ({                                                                           \
    int Result;                                                                \
    do                                                                         \
      Result = (Call);                                                         \
    while (Result == -1);                                                      \
    Result;                                                                    \
  })

int open(const char *Path, int Flags, ...);
int socket(int Domain, int Type, int Protocol);
int close(int Fd);

void named(const char *Path) {
  close(open(Path, O_RDWR | O_CLOEXEC));
  close(open(Path, O_CLOEXEC | O_RDWR | O_EXCL));
  close(open(Path, PRIVATE | (O_EXCL)));
  close(RETRY(open(Path, O_RDWR | O_CLOEXEC)));
  close(socket(1, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

void others(const char *Path, int Secret) {
  close(open(Path, O_RDWR | O_EXCL)); // expected-warning {{what 'open' opens is not close-on-exec [fdstrict-cloexec]}}
  close(RETRY(open(Path, O_RDWR))); // expected-warning {{what 'open' opens is not close-on-exec [fdstrict-cloexec]}}
  close(open(Path, O_RDWR | (Secret & O_CLOEXEC)));
  close(open(Path, PRIVATE & ~O_CLOEXEC)); // expected-warning {{what 'open' opens is not close-on-exec [fdstrict-cloexec]}}
  close(socket(1, SOCK_STREAM, 0)); // expected-warning {{what 'socket' opens is not close-on-exec [fdstrict-cloexec]}}
}
