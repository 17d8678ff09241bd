// What lies in a field that the destructor closes, and stays there, was only lent
// to the function out of view that got it.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>

void setNonBlocking(int Fd);
void setReuse(int Fd);
void adopt(int Fd);
void adoptSometimes(int Fd);
void adoptBehind(int Fd);

class Connection {
public:
  explicit Connection(const char *Path) : Fd(open(Path, O_RDWR | O_CLOEXEC)) {}
  Connection(const Connection &) = delete;
  Connection &operator=(const Connection &) = delete;
  ~Connection() { shut(); }
  void prepare() { setNonBlocking(Fd); }
  void reopen(const char *Path) {
    setReuse(Fd);
    shut();
    Fd = open(Path, O_RDWR | O_CLOEXEC);
  }

private:
  void shut() {
    if (Fd >= 0)
      close(Fd);
    Fd = -1;
  }
  int Fd = -1;
};

int prepared(const char *Path) {
  int Fd = open(Path, O_RDWR | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when the function returns [fd-leak]}}
  if (Fd < 0)
    return -1;
  setNonBlocking(Fd);
  return 0;
}

int reused(const char *Path) {
  int Fd = open(Path, O_RDWR | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when the function returns [fd-leak]}}
  if (Fd < 0)
    return -1;
  setReuse(Fd);
  return 0;
}

// Who hands a descriptor over forgets the number.
class Handing {
public:
  explicit Handing(const char *Path) : Fd(open(Path, O_RDWR | O_CLOEXEC)) {}
  Handing(const Handing &) = delete;
  Handing &operator=(const Handing &) = delete;
  ~Handing() {
    if (Fd >= 0)
      close(Fd);
  }
  void hand() {
    adopt(Fd);
    Fd = -1;
  }
  void handBehind() {
    adoptBehind(Fd);
    forget();
  }

private:
  void forget() { Fd = -1; }
  int Fd = -1;
};

int handed(const char *Path) {
  int Fd = open(Path, O_RDWR | O_CLOEXEC);
  if (Fd < 0)
    return -1;
  adopt(Fd);
  return 0;
}

int handedBehind(const char *Path) {
  int Fd = open(Path, O_RDWR | O_CLOEXEC);
  if (Fd < 0)
    return -1;
  adoptBehind(Fd);
  return 0;
}

// A destructor that closes only what is its own proves nothing.
class Sometimes {
public:
  Sometimes(int Number, bool IsOurs) : Fd(Number), Ours(IsOurs) {}
  Sometimes(const Sometimes &) = delete;
  Sometimes &operator=(const Sometimes &) = delete;
  ~Sometimes() {
    if (Ours)
      close(Fd);
  }
  void use() { adoptSometimes(Fd); }

private:
  int Fd;
  bool Ours;
};

int handedSometimes(const char *Path) {
  int Fd = open(Path, O_RDWR | O_CLOEXEC);
  if (Fd < 0)
    return -1;
  adoptSometimes(Fd);
  return 0;
}

// An exception that leaves a constructor runs no destructor of its own.
void wait(int Fd);

class Transfer {
public:
  explicit Transfer(const char *Path) {
    Fd = open(Path, O_RDWR | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when an exception leaves the function [fd-leak-on-throw]}}
    if (Fd < 0)
      throw std::runtime_error("open");
    wait(Fd);
    char Byte;
    if (read(Fd, &Byte, 1) != 1)
      throw std::runtime_error("read");
  }
  Transfer(const Transfer &) = delete;
  Transfer &operator=(const Transfer &) = delete;
  ~Transfer() { close(Fd); }

private:
  int Fd = -1;
};
