// A member object that closes its descriptor when it is called back answers for
// it; one that is only told to close does not.
// RUN: %check-fd fd-member-leak %s
#include <fcntl.h>
#include <unistd.h>

struct Event {
  virtual void dispatch() = 0;
};
template <typename Derived> struct Watcher : Event {
  int Watched = -1;
  void watch(int Fd) { Watched = Fd; }
  void dispatch() override { static_cast<Derived *>(this)->ready(); }
};

struct Status : Watcher<Status> {
  void ready() { close(Watched); }
};
class Service {
  int Log = -1;
  Status Exec;

public:
  Service() {}
  void log() { Log = open("log", O_WRONLY); }
  void start() {
    int Fd = open("status", O_RDONLY);
    if (Fd >= 0)
      Exec.watch(Fd);
  }
  ~Service() { close(Log); }
};

struct Channel {
  int Watched = -1;
  void watch(int Fd) { Watched = Fd; }
  void stop() { close(Watched); }
};
class Client {
  int Log = -1;
  Channel Exec;

public:
  void log() { Log = open("log", O_WRONLY); }
  void start() {
    int Fd = open("status", O_RDONLY); // expected-note {{opened here by 'open'}}
    if (Fd >= 0)
      Exec.watch(Fd);
  }
  ~Client() { close(Log); } // expected-warning {{the destructor of 'Client' leaves descriptor 'Exec.Watched' open}}
};
