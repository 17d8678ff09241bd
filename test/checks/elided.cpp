// Before C++17 the tree still has the copy that is elided: no temporary is
// made, so none is destroyed.
// RUN: %check-fd fd-* %s -- -std=c++11
// RUN: %check-fd fd-* %s -- -std=c++17
#include <fcntl.h>
#include <unistd.h>

class Holder {
  int Fd = -1;

public:
  Holder(int Fd) : Fd(Fd) {}
  Holder(Holder &&That) : Fd(That.Fd) { That.Fd = -1; }
  Holder(const Holder &) = delete;
  Holder &operator=(const Holder &) = delete;
  ~Holder() {
    if (Fd != -1)
      close(Fd);
  }
  int get() const { return Fd; }
};

void once(int Of) {
  Holder H = dup(Of);
  fsync(H.get());
}

void twice(int Of) {
  Holder H = dup(Of); // expected-note {{opened here by 'dup'}}
  close(H.get()); // expected-note {{first closed here by 'close'}}
} // expected-warning {{descriptor 'H.Fd' is closed twice}}
