// The same of classes: what signals or reaps the child of an earlier start, and
// then starts again, has something open.
// RUN: %check-fd fd-* %s
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

int spawn(pid_t &Pid);

class Restarts {
public:
  Restarts() {}
  Restarts(const Restarts &) = delete;
  ~Restarts() {
    if (Out >= 0)
      close(Out);
  }
  void launch(const char *Path) {
    Pid = fork();
    Out = open(Path, O_RDONLY | O_CLOEXEC);
  }
  void kick(const char *Path) {
    if (Pid > 0) {
      kill(Pid, SIGTERM);
      waitpid(Pid, nullptr, 0);
    }
    launch(Path); // expected-warning {{descriptor 'Out' is overwritten while still open [fd-overwrite]}}
  }

private:
  pid_t Pid = -1;
  int Out = -1;
};

class Closes {
public:
  Closes() {}
  Closes(const Closes &) = delete;
  ~Closes() {
    if (Out >= 0)
      close(Out);
  }
  void launch(const char *Path) {
    Pid = fork();
    Out = open(Path, O_RDONLY | O_CLOEXEC);
  }
  void kick(const char *Path) {
    if (Pid > 0) {
      kill(Pid, SIGTERM);
      waitpid(Pid, nullptr, 0);
    }
    if (Out >= 0)
      close(Out);
    launch(Path);
  }

private:
  pid_t Pid = -1;
  int Out = -1;
};

struct Child {
  pid_t Pid = -1;
  int Out = -1;
};
class Supervisor {
public:
  void start(Child &C, const char *Path) {
    C.Pid = fork();
    C.Out = open(Path, O_RDONLY | O_CLOEXEC);
  }
  void restart(Child &C, const char *Path) {
    kill(C.Pid, SIGTERM);
    start(C, Path); // expected-warning {{descriptor 'Out' is overwritten while still open [fd-overwrite]}}
  }
  void restartRight(Child &C, const char *Path) {
    kill(C.Pid, SIGTERM);
    close(C.Out);
    start(C, Path);
  }
};
