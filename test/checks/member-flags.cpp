// What the acquirer sets beside the field tells the destructor and the methods
// that it is open: a flag, an optional that is engaged.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <optional>
#include <unistd.h>
#include <utility>

struct Slot {
  bool Used = false;
  int Fd = -1;
};

class Slots {
public:
  void put(int I, const char *Path) {
    int Fd = open(Path, O_RDONLY | O_CLOEXEC);
    if (Fd >= 0)
      Table[I] = {true, Fd};
  }
  ~Slots() {
    for (Slot &S : Table)
      if (S.Used)
        close(S.Fd);
  }

private:
  Slot Table[16];
};
// The flag says the contrary.
class Contrary {
public:
  Contrary() = default;
  Contrary(const Contrary &) = delete;
  void start(const char *Path) {
    Fd = open(Path, O_RDONLY | O_CLOEXEC);
    Used = true;
  }
  ~Contrary() { // expected-warning {{the destructor of 'Contrary' leaves descriptor 'Fd' open [fd-member-leak]}}
    if (!Used)
      close(Fd);
  }

private:
  bool Used = false;
  int Fd = -1;
};

// Closed, and the flag still says that it is to be closed.
class StillSays {
public:
  explicit StillSays(const char *Path)
      : Fd(open(Path, O_RDONLY | O_CLOEXEC)), Owns(true) {}
  StillSays(const StillSays &) = delete;
  ~StillSays() {
    if (Owns)
      close(Fd);
  }
  void stop() {
    close(Fd); // expected-warning {{descriptor 'Fd' is closed twice [fd-double-close]}}
  }

private:
  int Fd;
  bool Owns;
};
class SaysNo {
public:
  explicit SaysNo(const char *Path)
      : Fd(open(Path, O_RDONLY | O_CLOEXEC)), Owns(true) {}
  SaysNo(const SaysNo &) = delete;
  ~SaysNo() {
    if (Owns)
      close(Fd);
  }
  void stop() {
    close(Fd);
    Owns = false;
  }

private:
  int Fd;
  bool Owns;
};

class Owner {
public:
  Owner() = default;
  explicit Owner(int Fd) : Fd(Fd) {}
  Owner(Owner &&From) noexcept : Fd(std::exchange(From.Fd, -1)) {}
  Owner &operator=(Owner &&From) noexcept {
    if (int Old = std::exchange(Fd, std::exchange(From.Fd, -1)); Old >= 0)
      close(Old);
    return *this;
  }
  ~Owner() {
    if (Fd >= 0)
      close(Fd);
  }
  int get() const { return Fd; }
  int release() { return std::exchange(Fd, -1); }

private:
  int Fd = -1;
};

struct Child {
  int Pid = -1;
  Owner Out;
};
class Engaged {
public:
  void start(const char *Path) {
    Child C;
    C.Out = Owner(open(Path, O_RDONLY | O_CLOEXEC));
    Running = std::move(C);
  }
  void restart(const char *Path) { start(Path); }

private:
  std::optional<Child> Running;
};

// A number that is taken out of the member, and dropped.
void takes(int);
class Drops {
public:
  explicit Drops(const char *Path)
      : Out(open(Path, O_RDONLY | O_CLOEXEC)),
        Err(open(Path, O_RDONLY | O_CLOEXEC)) {}
  void stop() {
    (void)Out.release(); // expected-warning {{descriptor 'Out.Fd' is still open when its scope ends [fd-member-leak]}}
  }
  int give() {
    int Fd = Err.get();
    (void)Err.release();
    return Fd;
  }
  void hand() {
    takes(Err.get());
    (void)Err.release();
  }
  void empty() {
    if (Err.get() == -1)
      (void)Err.release();
  }

private:
  Owner Out, Err;
};

// The same of a number that came in an owner: who was given that has its duty.
class Given {
public:
  Given(Owner Out, Owner Err, Owner In)
      : Out(std::move(Out)), Err(std::move(Err)), In(std::move(In)) {}
  void stop() {
    (void)Out.release(); // expected-warning {{descriptor 'Out.Fd' is still open when its scope ends [fd-member-leak]}}
  }
  int give() {
    int Fd = Err.get();
    (void)Err.release();
    return Fd;
  }
  void shut() {
    if (In.get() >= 0)
      close(In.release());
  }

private:
  Owner Out, Err, In;
};
