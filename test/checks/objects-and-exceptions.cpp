// Rethrowing, constructors that throw, lists, guards that are dismissed.
// RUN: %check-fd fd-* %s -std=c++20
#include <fcntl.h>
#include <memory>
#include <new>
#include <unistd.h>

int more();

void rethrows() {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0)
    return;
  try {
    if (more() < 0)
      throw 1;
  } catch (...) {
    close(Fd);
    throw;
  }
  close(Fd);
}
struct Two {
  int Fd;
  Two() : Fd(open("x", O_RDONLY)) {
    if (more() < 0) {
      close(Fd);
      throw 1;
    }
  }
  ~Two() { close(Fd); }
  Two(const Two &) = delete;
};
struct Three {
  int Fd;
  Three() : Fd(open("x", O_RDONLY)) { // expected-warning {{still open when an exception leaves the function}}
    if (more() < 0)
      throw 1;
  }
  ~Three() { close(Fd); }
  Three(const Three &) = delete;
};
void objects() {
  Two T;
  Three H;
}
void sink(std::unique_ptr<Two> T);
void byValue() { sink(std::make_unique<Two>()); }
void overList() {
  int A = open("a", O_RDONLY), B = open("b", O_RDONLY);
  for (int Fd : {A, B})
    if (Fd >= 0)
      close(Fd);
}
void sameDescriptor(int Given) {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0)
    return;
  if (Fd != Given)
    close(Fd);
}
void nothrowNew() {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0)
    return;
  int *Where = new (std::nothrow) int(Fd);
  if (!Where) {
    close(Fd);
    return;
  }
  close(*Where);
  delete Where;
}
class Guard {
public:
  explicit Guard(int Fd) : Fd(Fd) {}
  ~Guard() {
    if (Active && Fd >= 0)
      close(Fd);
  }
  Guard(const Guard &) = delete;
  Guard &operator=(const Guard &) = delete;
  void dismiss() { Active = false; }

private:
  int Fd;
  bool Active = true;
};
int dismissed() {
  int Fd = open("x", O_RDONLY);
  Guard G(Fd);
  if (more() < 0)
    return -1;
  G.dismiss();
  return Fd;
}
void dismissedAndLost() {
  int Fd = open("x", O_RDONLY); // expected-warning {{'Fd' is still open}}
  Guard G(Fd);
  if (more() < 0)
    return;
  G.dismiss();
}
