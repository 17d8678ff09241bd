// Whose pid is what waitpid() has given was running, and its pipe is open: by an
// index, a reference, of a member. Unless somebody closes the pipe at its end, and
// leaves the child alone.
// RUN: %check-fd fd-* %s
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

struct Child {
  pid_t Pid = -1;
  int Out = -1;
};
static void spawn(Child &C, const char *Path) {
  C.Out = open(Path, O_RDONLY | O_CLOEXEC);
  C.Pid = fork();
}

class Wrong {
public:
  explicit Wrong(const char *Path) : Path(Path) {}
  void add() {
    Child C;
    spawn(C, Path);
    Kids.push_back(C);
  }
  void reap() {
    int Status;
    for (pid_t Pid; (Pid = waitpid(-1, &Status, WNOHANG)) > 0;)
      for (Child &C : Kids)
        if (C.Pid == Pid)
          spawn(C, Path); // expected-warning {{descriptor 'C.Out' is overwritten while still open [fd-overwrite]}}
  }
  void reapOne() {
    const pid_t Pid = wait(nullptr);
    for (unsigned I = 0; I < Kids.size(); ++I)
      if (Pid == Kids[I].Pid) {
        Kids[I].Pid = fork();
        Kids[I].Out = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Kids[...].Out' is overwritten while still open [fd-overwrite]}}
      }
  }
  ~Wrong() {
    for (Child &C : Kids)
      if (C.Out >= 0)
        close(C.Out);
  }

private:
  std::vector<Child> Kids;
  const char *Path;
};
class Right {
public:
  explicit Right(const char *Path) : Path(Path) {}
  void add() {
    Child C;
    spawn(C, Path);
    Kids.push_back(C);
  }
  void reap() {
    for (pid_t Pid; (Pid = waitpid(-1, nullptr, WNOHANG)) > 0;)
      for (Child &C : Kids)
        if (C.Pid == Pid) {
          close(C.Out);
          spawn(C, Path);
        }
  }
  // Another one takes its place.
  void next(unsigned Other) {
    const pid_t Pid = wait(nullptr);
    for (unsigned I = 0; I < Kids.size(); ++I)
      if (Pid == Kids[I].Pid)
        spawn(Kids[Other], Path);
  }
  ~Right() {
    for (Child &C : Kids)
      if (C.Out >= 0)
        close(C.Out);
  }

private:
  std::vector<Child> Kids;
  const char *Path;
};
// The pipe may have come to its end before the child did.
class AtItsEnd {
public:
  explicit AtItsEnd(const char *Path) : Path(Path) {}
  void add() {
    Child C;
    spawn(C, Path);
    Kids.push_back(C);
  }
  void readable(unsigned I) {
    char Byte;
    if (read(Kids[I].Out, &Byte, 1) > 0)
      return;
    close(Kids[I].Out);
    Kids[I].Out = -1;
  }
  void reap() {
    const pid_t Pid = waitpid(-1, nullptr, WNOHANG);
    for (Child &C : Kids)
      if (C.Pid == Pid)
        spawn(C, Path);
  }
  ~AtItsEnd() {
    for (Child &C : Kids)
      if (C.Out >= 0)
        close(C.Out);
  }

private:
  std::vector<Child> Kids;
  const char *Path;
};

class OneWrong {
public:
  explicit OneWrong(const char *Path) : Path(Path) {}
  OneWrong(const OneWrong &) = delete;
  void start() { spawn(C, Path); }
  void died() {
    if (waitpid(-1, nullptr, WNOHANG) == C.Pid)
      spawn(C, Path); // expected-warning {{descriptor 'C.Out' is overwritten while still open [fd-overwrite]}}
  }
  ~OneWrong() {
    if (C.Out >= 0)
      close(C.Out);
  }

private:
  Child C;
  const char *Path;
};
class OneRight {
public:
  explicit OneRight(const char *Path) : Path(Path) {}
  OneRight(const OneRight &) = delete;
  void start() { spawn(C, Path); }
  void died() {
    if (waitpid(-1, nullptr, WNOHANG) != C.Pid)
      spawn(C, Path);
  }
  ~OneRight() {
    if (C.Out >= 0)
      close(C.Out);
  }

private:
  Child C;
  const char *Path;
};

// The pid comes from who has reaped it: the element that has it is that child's.
class GivenPid {
public:
  GivenPid() {}
  GivenPid(const GivenPid &) = delete;
  void start(const char *Path) {
    Child C;
    spawn(C, Path);
    Kids.push_back(C);
  }
  void onExit(pid_t Pid) {
    for (Child &C : Kids)
      if (C.Pid == Pid) {
        C.Pid = -1;
        C.Out = -1; // expected-warning {{descriptor 'C.Out' is overwritten while still open [fd-overwrite]}}
      }
  }
  ~GivenPid() {
    for (Child &C : Kids)
      if (C.Out >= 0)
        close(C.Out);
  }

private:
  std::vector<Child> Kids;
};

class GivenPidRight {
public:
  GivenPidRight() {}
  GivenPidRight(const GivenPidRight &) = delete;
  void start(const char *Path) {
    Child C;
    spawn(C, Path);
    Kids.push_back(C);
  }
  void onExit(pid_t Pid) {
    for (Child &C : Kids)
      if (C.Pid == Pid) {
        close(C.Out);
        C.Pid = -1;
        C.Out = -1;
      }
  }
  ~GivenPidRight() {
    for (Child &C : Kids)
      if (C.Out >= 0)
        close(C.Out);
  }

private:
  std::vector<Child> Kids;
};

// A number that nobody stores with the descriptor tells which element is meant,
// and not that it is in use.
class GivenSlot {
public:
  GivenSlot() {}
  GivenSlot(const GivenSlot &) = delete;
  void start(int Slot, const char *Path) {
    for (Place &P : Places)
      if (P.Slot == Slot)
        P.Out = open(Path, O_RDONLY | O_CLOEXEC);
  }
  ~GivenSlot() {
    for (Place &P : Places)
      if (P.Out >= 0)
        close(P.Out);
  }

private:
  struct Place {
    int Slot = 0;
    int Out = -1;
  };
  std::vector<Place> Places{4};
};
