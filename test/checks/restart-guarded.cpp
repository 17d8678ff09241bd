// RUN: %check-fd 'fd-*' %s
// A pid that is positive wherever the pipe is open is as good as a flag: a
// restart that closes only under its guard leaves nothing open otherwise.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

struct Child {
  pid_t Pid = -1;
  int Out = -1;
};

static bool spawnInto(Child &C) {
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return false;
  C.Pid = fork();
  if (C.Pid < 0) {
    close(P[0]);
    close(P[1]);
    C.Pid = -1;
    return false;
  }
  if (C.Pid == 0) {
    dup2(P[1], 1);
    execl("/bin/svc", "svc", nullptr);
    _exit(127);
  }
  close(P[1]);
  C.Out = P[0];
  return true;
}

class Right {
public:
  Right() = default;
  Right(const Right &) = delete;
  bool start() { return spawnInto(C); }
  bool restart() {
    if (C.Pid > 0) {
      kill(C.Pid, SIGTERM);
      waitpid(C.Pid, nullptr, 0);
      close(C.Out);
      C.Out = -1;
    }
    return start();
  }
  ~Right() {
    if (C.Out >= 0)
      close(C.Out);
  }

private:
  Child C;
};

// The child's end is noted by a member that leaves the pipe as it is.
class Noted {
public:
  Noted() = default;
  Noted(const Noted &) = delete;
  bool start() { return spawnInto(C); } // expected-note {{opened here}}
  void onExit() { C.Pid = -1; }
  bool restart() {
    if (C.Pid > 0) { // expected-note {{assuming 'C.Pid' <= 0}}
      kill(C.Pid, SIGTERM);
      waitpid(C.Pid, nullptr, 0);
      close(C.Out);
      C.Out = -1;
    }
    return start(); // expected-warning {{descriptor 'C.Out' is overwritten while still open}}
  }
  ~Noted() {
    if (C.Out >= 0)
      close(C.Out);
  }

private:
  Child C;
};

// The guard stands for the open pipe, and what it guards forgets to close.
class Forgets {
public:
  Forgets() = default;
  Forgets(const Forgets &) = delete;
  bool start() { return spawnInto(C); } // expected-note {{opened here}}
  bool restart() {
    if (C.Pid > 0) { // expected-note {{assuming 'C.Pid' > 0}}
      kill(C.Pid, SIGTERM);
      waitpid(C.Pid, nullptr, 0);
    }
    return start(); // expected-warning {{descriptor 'C.Out' is overwritten while still open}}
  }
  ~Forgets() {
    if (C.Pid > 0)
      close(C.Out);
  }

private:
  Child C;
};

// A destructor that closes one end under the guard and forgets the other.
class Half {
public:
  Half() = default;
  Half(const Half &) = delete;
  bool start() { return spawnInto(C); } // expected-note {{opened here}}
  ~Half() { // expected-warning {{the destructor of 'Half' leaves descriptor 'C.Out' open}}
    if (C.Pid > 0)
      kill(C.Pid, SIGTERM);
    if (Log >= 0)
      close(Log);
  }
  bool log() {
    Log = open("/log", O_WRONLY | O_CLOEXEC);
    return Log >= 0;
  }

private:
  Child C;
  int Log = -1;
};
