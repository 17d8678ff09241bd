// References, swap, exchange, captures, called lambdas, overrides, templates.
// RUN: %check-fd fd-* %s -std=c++20
#include <fcntl.h>
#include <unistd.h>
#include <utility>

int more();

void reference() {
  int Fd = open("x", O_RDONLY);
  int &Same = Fd;
  int *Point = &Fd;
  if (*Point >= 0)
    close(Same);
}
void swapped() {
  int A = open("a", O_RDONLY), B = -1;
  std::swap(A, B);
  if (B >= 0)
    close(B);
}
void exchanged() {
  int Fd = open("a", O_RDONLY);
  int Old = std::exchange(Fd, -1);
  if (Old >= 0)
    close(Old);
}
void capture() {
  auto Close = [Fd = open("x", O_RDONLY)] {
    if (Fd >= 0)
      close(Fd);
  };
  Close();
}
int immediately() {
  int Fd = [] { return open("x", O_RDONLY); }();
  if (Fd < 0)
    return -1;
  return close(Fd);
}
int immediatelyLost() {
  int Fd = [] { return open("x", O_RDONLY); }(); // expected-warning {{'Fd' is still open}}
  return Fd < 0 ? -1 : 0;
}
struct Base {
  virtual ~Base() = default;
  virtual int make() = 0;
};
struct Only final : Base {
  int make() override { return open("x", O_RDONLY); }
};
void oneOverride(Only &O) {
  int Fd = O.make(); // expected-warning {{'Fd' is still open}}
  (void)Fd;
}
template <typename T> void closeAll(T First) {
  if (First >= 0)
    close(First);
}
void instantiated() { closeAll(open("x", O_RDONLY)); }
