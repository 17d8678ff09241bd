// A function at global scope is the library's, also where somebody declared it by
// hand and without extern "C"; what could not be the library's never is.
// RUN: %check-fd fd-* %s
int open(const char *, int, ...);
int close(int);

struct Door {};
int open(Door, int);

namespace theirs {
int open(const char *, int);
}

struct Shop {
  static int open(const char *, int);
};

void hand() {
  int Fd = open("x", 0); // expected-warning {{descriptor 'Fd' is still open}}
  (void)Fd;
}

void closed() {
  int Fd = open("x", 0);
  if (Fd >= 0)
    close(Fd);
}

void others() {
  int A = open(Door(), 0), B = theirs::open("x", 0), C = Shop::open("x", 0);
  (void)A, (void)B, (void)C;
}
