// What people write around a descriptor, wrong and right.
// RUN: %check-fd fd-* %s -D_GNU_SOURCE
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

int retried(const char *Path) {
  int Fd = TEMP_FAILURE_RETRY(open(Path, O_RDONLY | O_CLOEXEC));
  if (Fd == -1)
    return -1;
  char C;
  if (TEMP_FAILURE_RETRY(read(Fd, &C, 1)) != 1) {
    close(Fd);
    return -1;
  }
  close(Fd);
  return C;
}

int retriedLeak(const char *Path) {
  int Fd = TEMP_FAILURE_RETRY(open(Path, O_RDONLY | O_CLOEXEC)); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
  if (Fd == -1)
    return -1;
  char C;
  if (TEMP_FAILURE_RETRY(read(Fd, &C, 1)) != 1)
    return -1;
  close(Fd);
  return C;
}

enum class Mode { Read, Write, None };
int switched(const char *Path, Mode M) {
  int Fd = -1;
  switch (M) {
  case Mode::Read:
    Fd = open(Path, O_RDONLY | O_CLOEXEC);
    break;
  case Mode::Write:
    Fd = open(Path, O_WRONLY | O_CLOEXEC);
    break;
  case Mode::None:
    return 0;
  }
  if (Fd < 0)
    return -1;
  close(Fd);
  return 0;
}

int switchedLeak(const char *Path, Mode M) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
  if (Fd < 0)
    return -1;
  switch (M) {
  case Mode::Read:
    close(Fd);
    return 0;
  case Mode::Write:
    return -1;
  default:
    break;
  }
  close(Fd);
  return 0;
}

// A delegating constructor: past the target's end the destructor runs.
class File {
public:
  explicit File(int Fd) : Fd(Fd) {}
  explicit File(const char *Path) : File(open(Path, O_RDONLY | O_CLOEXEC)) {
    if (Fd < 0)
      throw std::runtime_error(Path);
  }
  File(File &&That) noexcept : Fd(std::exchange(That.Fd, -1)) {}
  File &operator=(File &&That) noexcept {
    std::swap(Fd, That.Fd);
    return *this;
  }
  ~File() {
    if (Fd >= 0)
      close(Fd);
  }
  int get() const { return Fd; }

private:
  int Fd = -1;
};

// The same without delegation: the constructor throws, no destructor runs.
class Raw {
public:
  explicit Raw(const char *Path) : Fd(open(Path, O_RDONLY | O_CLOEXEC)) { // expected-warning {{still open}}
    char C;
    if (Fd >= 0 && read(Fd, &C, 1) != 1)
      throw std::runtime_error(Path);
  }
  Raw(const Raw &) = delete;
  ~Raw() {
    if (Fd >= 0)
      close(Fd);
  }

private:
  int Fd;
};

int useFile(const char *Path) {
  File F(Path);
  char C;
  return read(F.get(), &C, 1);
}

// A function-try-block.
int tried(const char *Path) try {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return -1;
  char C;
  if (read(Fd, &C, 1) != 1)
    throw std::runtime_error(Path);
  close(Fd);
  return 0;
} catch (const std::exception &) {
  return -1;
}

int triedRight(const char *Path) try {
  File F(Path);
  char C;
  if (read(F.get(), &C, 1) != 1)
    throw std::runtime_error(Path);
  return 0;
} catch (const std::exception &) {
  return -1;
}

// defer, of a lambda and a macro.
template <typename Fn> struct Deferred {
  Fn Do;
  ~Deferred() { Do(); }
};
struct Defer {
  template <typename Fn> Deferred<Fn> operator+(Fn &&Do) { return {Do}; }
};
#define CONCAT_(A, B) A##B
#define CONCAT(A, B) CONCAT_(A, B)
#define defer auto CONCAT(Deferred, __LINE__) = Defer() + [&]()

int deferred(const char *Path) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return -1;
  defer { close(Fd); };
  char C;
  if (read(Fd, &C, 1) != 1)
    return -1;
  return C;
}

int deferredLate(const char *Path) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
  if (Fd < 0)
    return -1;
  char C;
  if (read(Fd, &C, 1) != 1)
    return -1;
  defer { close(Fd); };
  return C;
}

int deferredTwice(const char *Path) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return -1;
  defer { close(Fd); };
  return close(Fd); // expected-warning {{closed twice}}
}

// A descriptor that came in a message.
int received(int Socket) {
  char Byte, Space[CMSG_SPACE(sizeof(int))];
  iovec Io = {&Byte, 1};
  msghdr Message = {};
  Message.msg_iov = &Io;
  Message.msg_iovlen = 1;
  Message.msg_control = Space;
  Message.msg_controllen = sizeof Space;
  if (recvmsg(Socket, &Message, MSG_CMSG_CLOEXEC) < 0)
    return -1;
  cmsghdr *Header = CMSG_FIRSTHDR(&Message);
  if (!Header || Header->cmsg_type != SCM_RIGHTS)
    return -1;
  int Fd;
  std::memcpy(&Fd, CMSG_DATA(Header), sizeof Fd);
  return Fd;
}

int receivedTwice(int Socket, msghdr &Message) {
  if (recvmsg(Socket, &Message, MSG_CMSG_CLOEXEC) < 0)
    return -1;
  int Fd;
  std::memcpy(&Fd, CMSG_DATA(CMSG_FIRSTHDR(&Message)), sizeof Fd);
  close(Fd);
  return close(Fd); // expected-warning {{descriptor 'Fd' is closed twice}}
}
