// What the methods of a class leave to one another: construct, acquire once, any
// methods, destroy. Each rule beside the class that is right.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <unistd.h>

int opened() { return open("x", O_RDONLY | O_CLOEXEC); }
#define OWNS(T)                                                               \
  T() {}                                                                       \
  T(const T &) = delete;                                                       \
  T &operator=(const T &) = delete;                                            \
  int Fd = -1

class Stale {
public:
  OWNS(Stale);
  ~Stale() {
    if (Fd >= 0)
      close(Fd);
  }
  void start() { Fd = opened(); }
  void stop() { close(Fd); } // expected-warning {{[fd-double-close]}}
};
class Reset {
public:
  OWNS(Reset);
  ~Reset() {
    if (Fd >= 0)
      close(Fd);
  }
  void start() { Fd = opened(); }
  void stop() {
    close(Fd);
    Fd = -1;
  }
};
class Flagged {
public:
  OWNS(Flagged);
  bool Open = false;
  ~Flagged() {
    if (Open)
      close(Fd);
  }
  void start() {
    Fd = opened();
    Open = Fd >= 0;
  }
  void stop() {
    if (Open)
      close(Fd);
    Open = false;
  }
};
class Helped { // the public one finishes what its helper begins
public:
  OWNS(Helped);
  ~Helped() {
    if (Fd >= 0)
      close(Fd);
  }
  void start() { Fd = opened(); }
  void closeIt() { close(Fd); }
  void stop() {
    closeIt();
    Fd = -1;
  }
};

class Forgets {
public:
  OWNS(Forgets);
  ~Forgets() {
    if (Fd >= 0)
      close(Fd);
  }
  void start() {
    if (Fd < 0)
      Fd = opened();
  }
  void stop(bool Force) {
    if (Force)
      close(Fd);
    Fd = -1; // expected-warning {{[fd-overwrite]}}
  }
};
class Detaches {
public:
  OWNS(Detaches);
  bool Mine = true;
  ~Detaches() {
    if (Fd >= 0 && Mine)
      close(Fd);
  }
  void start() {
    if (Fd < 0)
      Fd = opened();
  }
  int detach() {
    int Given = Fd;
    Fd = -1;
    return Given;
  }
  void stop() {
    if (Mine)
      close(Fd);
    Fd = -1;
  }
};

class BornOpen {
public:
  BornOpen() : Fd(opened()) {}
  BornOpen(const BornOpen &) = delete;
  ~BornOpen() {
    if (Fd >= 0)
      close(Fd);
  }
  void rotate() { Fd = opened(); } // expected-warning {{[fd-overwrite]}}
  void renew() {
    int New = opened();
    if (New < 0)
      return;
    close(Fd);
    Fd = New;
  }

private:
  int Fd;
};
class OpensByHelper {
public:
  OpensByHelper() { init(); }
  explicit OpensByHelper(const char *) { init(); }
  OpensByHelper(const OpensByHelper &) = delete;
  ~OpensByHelper() {
    if (Fd >= 0)
      close(Fd);
  }

private:
  void init() { Fd = opened(); }
  int Fd = -1;
};
class OpenedOnce {
public:
  OWNS(OpenedOnce);
  ~OpenedOnce() {
    if (Fd >= 0)
      close(Fd);
  }
  void load() { Fd = opened(); }
};

class Adopts { // stop() shows that the second is its own, too
public:
  Adopts(int In, int Out) : In(In), Out(Out) {}
  Adopts(const Adopts &) = delete;
  ~Adopts() { // expected-warning {{'Out' open [fd-member-leak]}}
    if (In >= 0)
      close(In);
  }
  void stop() {
    close(Out);
    Out = -1;
  }

private:
  int In, Out;
};
class Borrows {
public:
  Borrows(int In, int Peer) : In(In), Peer(Peer) {}
  Borrows(const Borrows &) = delete;
  ~Borrows() {
    if (In >= 0)
      close(In);
  }
  bool greet() { return write(Peer, "x", 1) == 1; }

private:
  int In, Peer;
};

class Watches { // who gave it can ask for it, to close it
public:
  Watches(int In, int Fd) : In(In), Fd(Fd) {}
  Watches(const Watches &) = delete;
  ~Watches() {
    if (In >= 0)
      close(In);
  }
  int fd() const { return Fd; }
  void closeIt() {
    close(Fd);
    Fd = -1;
  }

private:
  int In, Fd;
};

class Shares {
public:
  explicit Shares(int Fd) : Fd(Fd) {}
  Shares(const Shares &Other) : Fd(Other.Fd) {} // expected-warning {{[fd-copyable-owner]}}
  Shares &operator=(const Shares &) = delete;
  ~Shares() { close(Fd); }

private:
  int Fd;
};
class Duplicates {
public:
  explicit Duplicates(int Fd) : Fd(Fd) {}
  Duplicates(const Duplicates &Other) : Fd(fcntl(Other.Fd, F_DUPFD_CLOEXEC, 3)) {}
  Duplicates &operator=(const Duplicates &) = delete;
  ~Duplicates() { close(Fd); }

private:
  int Fd;
};

class Unseen { // a body is elsewhere: no verdict
public:
  OWNS(Unseen);
  ~Unseen();
  void start() { Fd = opened(); }
  void stop() { close(Fd); }
};
