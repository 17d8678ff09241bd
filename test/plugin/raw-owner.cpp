// fdstrict-raw-owner: who closes by hand, next to who leaves it to a destructor.
// RUN: %check-fd fdstrict-raw-owner %s -std=c++20
#include <fcntl.h>
#include <memory>
#include <stdio.h>
#include <unistd.h>
#include <utility>

class OwnedFd {
public:
  OwnedFd() = default;
  explicit OwnedFd(int Raw) : Raw(Raw) {}
  OwnedFd(OwnedFd &&Other) noexcept : Raw(std::exchange(Other.Raw, -1)) {}
  OwnedFd &operator=(OwnedFd &&Other) noexcept {
    reset(std::exchange(Other.Raw, -1));
    return *this;
  }
  ~OwnedFd() { reset(); }
  void reset(int Next = -1) {
    if (int Old = std::exchange(Raw, Next); Old >= 0)
      ::close(Old);
  }
  bool open(const char *Path) {
    reset(::open(Path, O_RDONLY));
    return Raw >= 0;
  }
  int get() const { return Raw; }
  int release() { return std::exchange(Raw, -1); }

private:
  int Raw = -1; // its destructor closes it
};

// What an owner gave it is the field's duty.
class Taker {
public:
  explicit Taker(OwnedFd Made) : Fd(Made.release()) {}
  void hangUp() {
    close(Fd);
    Fd = -1;
  }

private:
  int Fd = -1; // expected-warning {{'Taker::Fd'}}
};
class Closes {
public:
  explicit Closes(OwnedFd Made) : Fd(Made.release()) {}
  ~Closes() {
    if (Fd >= 0)
      close(Fd);
  }

private:
  int Fd = -1;
};
class Keeps {
public:
  explicit Keeps(OwnedFd Made) : Own(std::move(Made)) {}

private:
  OwnedFd Own;
};
class Names { // by a reference: the caller's owner goes on
public:
  explicit Names(const OwnedFd &Its) : Fd(Its.get()) {}

private:
  int Fd;
};
class Counts { // no owner, but what it was given by value
  struct Plain {
    int Number = -1;
  };

public:
  explicit Counts(Plain Its) : Fd(Its.Number) {}

private:
  int Fd;
};

int byHand(const char *Path) {
  int Fd = open(Path, O_RDONLY); // expected-warning {{descriptor 'Fd' is owned by a raw variable, and closed by hand [fdstrict-raw-owner]}}
  char C = 0;
  if (read(Fd, &C, 1) < 0) {
    close(Fd);
    return -1;
  }
  close(Fd); // one variable, one report
  return C;
}
int owned(const char *Path) {
  OwnedFd Fd(open(Path, O_RDONLY));
  char C = 0;
  return read(Fd.get(), &C, 1) < 0 ? -1 : C;
}
OwnedFd onTheWay(const char *Path) {
  int Raw = open(Path, O_RDONLY);
  if (Raw < 0)
    return {};
  return OwnedFd(Raw);
}
long stream(const char *Path) {
  FILE *F = fopen(Path, "r"); // expected-warning {{stream 'F' is owned by a raw variable}}
  if (!F)
    return -1;
  long N = ftell(F);
  fclose(F);
  return N;
}
long smartStream(const char *Path) {
  std::unique_ptr<FILE, int (*)(FILE *)> F(fopen(Path, "r"), fclose);
  return F ? ftell(F.get()) : -1;
}
void pair() {
  int Ends[2];
  if (pipe2(Ends, O_CLOEXEC) != 0) // expected-warning {{read end 'Ends[0]' of the pipe is owned by a raw variable}}
    return;
  OwnedFd Write(Ends[1]);
  close(Ends[0]);
}
void parameter(int Fd) { close(Fd); } // its caller knows

struct Child {
  int Out = -1; // expected-warning {{field 'Child::Out' owns a descriptor, and no destructor closes it}}
  OwnedFd Log;
};
void start(Child &C, const char *Path) {
  C.Out = open(Path, O_RDONLY);
  C.Log = OwnedFd(open(Path, O_RDONLY));
}
void stop(Child &C) { close(C.Out); }

/// Lives until the process is another one.
class Forked {
public:
  [[noreturn]] void run(const char *Path) {
    Raw = open(Path, O_RDONLY);
    execl(Path, Path, nullptr);
    _exit(1);
  }

private:
  int Raw = -1;
};
void fork(const char *Path) { Forked().run(Path); }

struct Unseen {
  ~Unseen();
  int Fd = -1;
};
void fill(Unseen &U, const char *Path) { U.Fd = open(Path, O_RDONLY); }
