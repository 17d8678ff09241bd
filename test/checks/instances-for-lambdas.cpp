// Instances of one template for several lambdas of a macro, which one USR names
// alike, each close what theirs closes.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <unistd.h>
#include <utility>

template <typename Func> class Deferred {
  Func Then;

public:
  Deferred(Func F) : Then(std::move(F)) {}
  ~Deferred() { Then(); }
};

#define JOINED_(A, B) A##B
#define JOINED(A, B) JOINED_(A, B)
#define DEFER(...)                                                             \
  auto JOINED(Defer, __COUNTER__) = Deferred([&] { __VA_ARGS__; })

int bothClosed(const char *A, const char *B) {
  int Dir = open(A, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (Dir < 0)
    return -1;
  DEFER(close(Dir));
  int Sum = 0;
  for (int I = 0; I < 3; ++I) {
    int File = openat(Dir, B, O_RDONLY | O_CLOEXEC);
    if (File < 0)
      continue;
    DEFER(close(File));
    char C = 0;
    Sum += read(File, &C, 1) == 1 ? C : 0;
  }
  return Sum;
}

int oneClosed(const char *A, const char *B) {
  int Dir = open(A, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (Dir < 0)
    return -1;
  DEFER(close(Dir));
  int File = openat(Dir, B, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'File' is still open when the function returns}}
  if (File < 0)
    return -1;
  DEFER((void)File);
  char C = 0;
  return read(File, &C, 1) == 1 ? C : 0; // expected-note {{lost here: the function returns}}
}

template <typename Func> void with(const char *Path, Func Then) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when its scope ends}}
  if (Fd >= 0)
    Then(Fd);
}

#define CLOSES [](int Fd) { close(Fd); }
#define LOOKS [](int Fd) { lseek(Fd, 0, SEEK_SET); }

void closed(const char *Path) { with(Path, CLOSES); }
void kept(const char *Path) { with(Path, LOOKS); }
