// Library templates that take a value keep it; classes of which a body is not in
// view may release.
// RUN: %check-fd fd-* %s -std=c++20
#include <fcntl.h>
#include <functional>
#include <future>
#include <stdexcept>
#include <unistd.h>
#include <utility>

void promised(std::promise<int> &P) {
  int Fd = open("x", O_RDONLY);
  if (Fd >= 0)
    P.set_value(Fd);
}
std::function<int(char *)> bound() {
  int Fd = open("x", O_RDONLY);
  return std::bind([](int From, char *To) { return int(read(From, To, 1)); }, Fd,
                   std::placeholders::_1);
}
int smaller(int Limit) {
  int Fd = open("x", O_RDONLY); // expected-warning {{'Fd' is still open}}
  return std::cmp_less(Fd, Limit);
}

class Unseen {
public:
  Unseen() : Fd(open("x", O_RDONLY)) {}
  void stop(); // elsewhere
private:
  int Fd;
};
class Seen {
public:
  Seen() : Fd(open("x", O_RDONLY)) {} // expected-warning {{nothing in 'Seen' closes its descriptor 'Fd'}}
  void stop() {}

private:
  int Fd;
};
void useBoth() {
  Unseen U;
  U.stop();
  Seen S;
  S.stop();
}

class Swaps {
public:
  explicit Swaps(int Fd) : Fd(Fd) {}
  Swaps(Swaps &&Other) noexcept : Fd(std::exchange(Other.Fd, -1)) {}
  Swaps &operator=(Swaps &&Other) noexcept {
    std::swap(Fd, Other.Fd);
    return *this;
  }
  ~Swaps() {
    if (Fd >= 0)
      close(Fd);
  }

private:
  int Fd;
};
class Overwrites {
public:
  explicit Overwrites(int Fd) : Fd(Fd) {}
  Overwrites(Overwrites &&Other) noexcept : Fd(std::exchange(Other.Fd, -1)) {}
  Overwrites &operator=(Overwrites &&Other) noexcept {
    Fd = std::exchange(Other.Fd, -1); // expected-warning {{overwritten while still open}}
    return *this;
  }
  ~Overwrites() {
    if (Fd >= 0)
      close(Fd);
  }

private:
  int Fd;
};

int openOrThrow() {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0)
    throw std::runtime_error("open");
  return Fd;
}
void acquires() { // its own exception leaves nothing open
  int Fd = openOrThrow();
  close(Fd);
}
void acquiresTwo() {
  int First = openOrThrow(); // expected-warning {{'First' is still open when an exception leaves the function}}
  int Second = openOrThrow();
  close(First);
  close(Second);
}
