// Two owners of one number: what a method leaves in its object, or a function in
// one that it was given, while the other owner ends with the call.
// RUN: %check-fd fd-double-close %s
#include <fcntl.h>
#include <memory>
#include <unistd.h>
#include <utility>

class Owner {
public:
  Owner() = default;
  explicit Owner(int Fd) : Fd(Fd) {}
  Owner(Owner &&Other) noexcept : Fd(Other.release()) {}
  Owner &operator=(Owner &&Other) noexcept {
    reset(Other.release());
    return *this;
  }
  ~Owner() { reset(); }
  int get() const { return Fd; }
  int release() { return std::exchange(Fd, -1); }
  void reset(int Next = -1) {
    if (Fd >= 0)
      close(Fd);
    Fd = Next;
  }

private:
  int Fd = -1;
};

bool isGood(int Kind);

class Reader { // expected-note {{closed again here by 'Owner::~Owner'}}
public:
  void lend() {
    Owner O(open("x", O_RDONLY | O_CLOEXEC));
    if (O.get() >= 0)
      Mine = Owner(O.get());
  } // expected-warning {{[fd-double-close]}}
  void take(Owner Made) {
    Mine = Owner(Made.get());
  } // expected-warning {{descriptor 'Made.Fd' is closed twice [fd-double-close]}}

  void moved() {
    Owner O(open("x", O_RDONLY | O_CLOEXEC));
    if (O.get() >= 0)
      Mine = std::move(O);
  }
  void given(Owner Made) { Mine = std::move(Made); }
  void released(Owner Made) { Mine = Owner(Made.release()); }
  // Another way to the same end: it comes back before the other owner ends.
  void lentForAWhile() {
    Owner O(open("x", O_RDONLY | O_CLOEXEC));
    Mine = Owner(O.get());
    (void)Mine.release();
  }

private:
  Owner Mine;
};

// What is not reset after the close on a failure.
class Device {
public:
  Device() = default;
  Device(const Device &) = delete;
  Device &operator=(const Device &) = delete;
  ~Device() {
    if (Fd >= 0)
      close(Fd);
  }
  bool start(int Kind) {
    if (Fd >= 0)
      return true;
    Fd = open("x", O_RDONLY | O_CLOEXEC);
    if (Fd < 0)
      return false;
    if (!isGood(Kind)) {
      close(Fd); // expected-warning {{descriptor 'Fd' is closed twice}}
      return false;
    }
    return true;
  }
  bool again(int Kind) {
    if (Fd >= 0)
      return true;
    Fd = open("x", O_RDONLY | O_CLOEXEC);
    if (Fd < 0)
      return false;
    if (!isGood(Kind)) {
      close(Fd);
      Fd = -1;
      return false;
    }
    return true;
  }

private:
  int Fd = -1;
};

// A flag that the destructor asks, known or not.
class Flagged {
public:
  Flagged() = default;
  Flagged(const Flagged &) = delete;
  Flagged &operator=(const Flagged &) = delete;
  ~Flagged() {
    if (IsOpen)
      close(Fd);
  }
  bool start(int Kind) {
    Fd = open("x", O_RDONLY | O_CLOEXEC);
    if (Fd < 0)
      return false;
    if (!isGood(Kind)) {
      close(Fd);
      return false;
    }
    IsOpen = true;
    return true;
  }

private:
  int Fd = -1;
  bool IsOpen = false;
};

struct Record {
  Owner Own;
  int Kind = 0;
};
void fill(Record &Of) {
  Owner O(open("x", O_RDONLY | O_CLOEXEC));
  if (O.get() >= 0)
    Of.Own = Owner(O.get());
} // expected-warning {{[fd-double-close]}}
void fillBehind(Record *Of) {
  Owner O(open("x", O_RDONLY | O_CLOEXEC));
  if (O.get() >= 0)
    Of->Own = std::move(O);
}
std::unique_ptr<Record> make(Owner Made) {
  auto Result = std::make_unique<Record>();
  Result->Own = Owner(Made.get());
  return Result; // expected-warning {{descriptor 'Made.Fd' is closed twice}}
}
std::unique_ptr<Record> makeWell(Owner Made) {
  auto Result = std::make_unique<Record>();
  Result->Own = std::move(Made);
  return Result;
}

// No destructor closes what is left in a plain record.
struct Plain {
  int Fd;
};
int openPlain(Plain *P, int Kind) {
  P->Fd = open("x", O_RDONLY | O_CLOEXEC);
  if (P->Fd < 0)
    return -1;
  if (!isGood(Kind)) {
    close(P->Fd);
    return -1;
  }
  return 0;
}
