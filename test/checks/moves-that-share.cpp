// A move that leaves the number where it was makes two owners.
// RUN: %check-fd fd-* %s
#include <atomic>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

class Leaves { // the move is told where it stands
public:
  explicit Leaves(const char *Path) : Fd(open(Path, O_RDONLY | O_CLOEXEC)) {}
  Leaves(Leaves &&That) noexcept : Fd(That.Fd) {} // expected-warning {{'Leaves' closes its descriptor 'Fd' in its destructor, and moving leaves it in the object moved from: both close it [fd-copyable-owner]}}
  ~Leaves() {
    if (Fd >= 0)
      close(Fd);
  }

private:
  int Fd;
};
class Resets {
public:
  explicit Resets(const char *Path) : Fd(open(Path, O_RDONLY | O_CLOEXEC)) {}
  Resets(Resets &&That) noexcept : Fd(That.Fd) { That.Fd = -1; }
  ~Resets() {
    if (Fd >= 0)
      close(Fd);
  }

private:
  int Fd;
};
class Swaps {
public:
  explicit Swaps(const char *Path) : Fd(open(Path, O_RDONLY | O_CLOEXEC)) {}
  Swaps(Swaps &&That) noexcept { std::swap(Fd, That.Fd); }
  Swaps &operator=(Swaps &&That) noexcept {
    std::swap(Fd, That.Fd);
    return *this;
  }
  ~Swaps() {
    if (Fd >= 0)
      close(Fd);
  }

private:
  int Fd = -1;
};
class ByFlag {
public:
  explicit ByFlag(const char *Path)
      : Fd(open(Path, O_RDONLY | O_CLOEXEC)), Owns(true) {}
  ByFlag(ByFlag &&That) noexcept : Fd(That.Fd), Owns(That.Owns) {
    That.Owns = false;
  }
  ~ByFlag() {
    if (Owns)
      close(Fd);
  }

private:
  int Fd;
  bool Owns;
};
class ByAtomic { // what is called on the library's object is not seen
public:
  ByAtomic() = default;
  ByAtomic(ByAtomic &&That) noexcept : Fd(That.Fd) { That.Owns.store(false); }
  ~ByAtomic() {
    if (Owns)
      close(Fd);
  }

private:
  int Fd = -1;
  std::atomic<bool> Owns{true};
};
