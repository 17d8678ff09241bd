// A member that owns lets its number go, and nobody takes it. That others know the
// number changes nothing: who sees what an owner holds has only borrowed it.
// RUN: %check-fd fd-* %s
// RUN: %check-fd fd-* %s --prefix=expected,likely --opt fd.Confidence=likely
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

class Owner {
public:
  Owner() = default;
  explicit Owner(int Fd) : Fd(Fd) {}
  Owner(Owner &&From) noexcept : Fd(From.release()) {}
  Owner &operator=(Owner &&From) noexcept {
    reset(From.release());
    return *this;
  }
  ~Owner() { reset(); }
  int get() const { return Fd; }
  int release() { return std::exchange(Fd, -1); }
  void reset(int Next = -1) {
    if (int Old = std::exchange(Fd, Next); Old >= 0)
      close(Old);
  }

private:
  int Fd = -1;
};

struct Borrowed {
  int Fd;
};
struct Loop {
  void add(Borrowed); // keeps the number as long as it watches
  void stop();
};

class Alone {
public:
  explicit Alone(Owner Made) : Made(std::move(Made)) {}
  void hangUp() {
    (void)Made.release(); // expected-warning {{descriptor 'Made.Fd' is still open when its scope ends [fd-member-leak]}}
  }

private:
  Owner Made;
};

class Client {
public:
  Client(Loop &In, Owner Made) : In(In), Made(std::move(Made)) {
    In.add({this->Made.get()});
  }

private:
  virtual void onHangUp() { hangUp(); }
  virtual void onEnd() { end(); }
  void hangUp() {
    In.stop();
    (void)Made.release(); // likely-warning {{descriptor 'Made.Fd' is still open when its scope ends [fd-member-leak]}}
  }
  void end() {
    In.stop();
    Made.reset();
  }
  Loop &In;
  Owner Made;
};

// Who calls it has closed the number before.
class Closed {
public:
  Closed(Loop &In, Owner Made) : Made(std::move(Made)) {
    In.add({this->Made.get()});
  }
  void stop() {
    close(Made.get());
    forget();
  }

private:
  void forget() { (void)Made.release(); }
  Owner Made;
};

// It is handed on by number, and nobody can tell whether for good.
void takes(int);
class Handed {
public:
  Handed(Loop &In, Owner Made) : Made(std::move(Made)) {
    In.add({this->Made.get()});
  }
  FILE *stream() {
    FILE *F = fdopen(Made.get(), "r");
    if (F)
      (void)Made.release();
    return F;
  }
  void give() {
    takes(Made.get());
    (void)Made.release();
  }

private:
  Owner Made;
};

// Numbers that no destructor closes are somebody else's.
class Number {
public:
  explicit Number(int Fd) : Fd(Fd) {}
  int get() const { return Fd; }
  int release() { return std::exchange(Fd, -1); }

private:
  int Fd;
};
class Borrows {
public:
  Borrows(Loop &In, Number Made) : Made(Made) { In.add({this->Made.get()}); }
  void stop() { (void)Made.release(); }

private:
  Number Made;
};
