// Owners that travel: through results of the program's own, optionals, variants,
// aggregates, tuples, pointers. Where one is told to let go, its number leaks.
// RUN: %check-fd fd-* %s
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <variant>

class OwnedFd {
public:
  OwnedFd() = default;
  explicit OwnedFd(int Raw) : Raw(Raw) {}
  OwnedFd(OwnedFd &&Other) noexcept : Raw(Other.release()) {}
  OwnedFd &operator=(OwnedFd &&Other) noexcept {
    reset(Other.release());
    return *this;
  }
  ~OwnedFd() { reset(); }
  explicit operator bool() const { return Raw >= 0; }
  int raw() const { return Raw; }
  int release() { return std::exchange(Raw, -1); }
  void reset(int Next = -1) {
    if (int Old = std::exchange(Raw, Next); Old >= 0)
      close(Old);
  }

private:
  int Raw = -1;
};

template <typename T> class Result {
public:
  Result(T Value) : Held(std::move(Value)) {}
  Result(int Error) : Held(Error) {}
  explicit operator bool() const { return Held.index() == 0; }
  T &operator*() & { return *std::get_if<0>(&Held); }
  T *operator->() { return std::get_if<0>(&Held); }

private:
  std::variant<T, int> Held;
};

struct Pipe {
  OwnedFd Read, Write;
  static std::optional<Pipe> open() {
    int Ends[2];
    if (pipe2(Ends, O_CLOEXEC) != 0)
      return std::nullopt;
    return Pipe{OwnedFd(Ends[0]), OwnedFd(Ends[1])};
  }
};

Result<OwnedFd> openLog() {
  OwnedFd Fd(open("log", O_WRONLY | O_CLOEXEC));
  if (!Fd)
    return errno;
  return Fd;
}

int first() {
  Result<OwnedFd> Log = openLog();
  if (!Log)
    return -1;
  OwnedFd Mine = std::move(*Log);
  return Mine.raw() > 9;
}

int second() {
  Result<OwnedFd> Log = openLog(); // expected-warning {{[fd-leak]}}
  if (!Log)
    return -1;
  return Log->release() > 9;
}

struct Streams {
  Pipe Out, Err;
};
Result<Streams> openStreams() {
  std::optional<Pipe> Out = Pipe::open();
  if (!Out)
    return errno;
  Streams S;
  S.Out = std::move(*Out);
  std::optional<Pipe> Err = Pipe::open();
  if (!Err)
    return errno;
  S.Err = std::move(*Err);
  return S;
}

void run() {
  Result<Streams> S = openStreams();
  if (!S)
    return;
  S->Out.Write.reset();
  auto Pair = std::make_tuple(std::move(S->Out.Read), 1);
  auto &[Fd, Number] = Pair;
  (void)Fd.raw();
}

int drop() {
  auto Both = Pipe::open(); // expected-warning {{write end}}
  if (!Both)
    return -1;
  OwnedFd Read = std::move(Both->Read);
  return Both->Write.release() > 9;
}

bool fillStandard() {
  for (int Fd = 0; Fd < 3; ++Fd) {
    if (fcntl(Fd, F_GETFD) >= 0 || errno != EBADF)
      continue;
    OwnedFd Filler(open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!Filler)
      return false;
    (void)Filler.release(); // open(2) took the number that was free
  }
  return true;
}

bool fillOther() {
  if (fcntl(9, F_GETFD) >= 0)
    return true;
  OwnedFd Filler(open("/dev/null", O_RDWR | O_CLOEXEC)); // expected-warning {{[fd-leak]}}
  (void)Filler.release();
  return true;
}
