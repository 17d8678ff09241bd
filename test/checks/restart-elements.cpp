// A child that is started again in the element that the path has found in use:
// through an index, a reference that is handed on, an out-parameter.
// RUN: %check-fd fd-* %s
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#include <vector>

struct Child {
  pid_t Pid = -1;
  int Out = -1;
};
static pid_t spawn(const char *Path, int &Out) {
  Out = open(Path, O_RDONLY | O_CLOEXEC);
  return fork();
}
static void start(Child &C, const char *Path) { C.Pid = spawn(Path, C.Out); }
static void stop(Child &C) { kill(C.Pid, SIGTERM); }

class Wrong {
public:
  void add(const char *Path) {
    Child C;
    start(C, Path);
    Kids.push_back(C);
  }
  void byIndex(unsigned I, const char *Path) {
    kill(Kids[I].Pid, SIGTERM);
    Kids[I].Pid = spawn(Path, Kids[I].Out); // expected-warning {{descriptor 'Kids[...].Out' is overwritten while still open [fd-overwrite]}}
  }
  void byHelper(unsigned I, const char *Path) {
    Child &C = Kids[I];
    stop(C);
    start(C, Path); // expected-warning {{descriptor 'C.Out' is overwritten while still open [fd-overwrite]}}
  }
  ~Wrong() {
    for (Child &C : Kids)
      if (C.Out >= 0)
        close(C.Out);
  }

private:
  std::vector<Child> Kids;
};
class Right {
public:
  void add(const char *Path) {
    Child C;
    start(C, Path);
    Kids.push_back(C);
  }
  void byIndex(unsigned I, const char *Path) {
    kill(Kids[I].Pid, SIGTERM);
    close(Kids[I].Out);
    Kids[I].Pid = spawn(Path, Kids[I].Out);
  }
  void another(unsigned I, unsigned J, const char *Path) {
    kill(Kids[I].Pid, SIGTERM);
    Kids[J].Pid = spawn(Path, Kids[J].Out);
  }
  void next(unsigned I, const char *Path) {
    kill(Kids[I].Pid, SIGTERM);
    ++I;
    Kids[I].Pid = spawn(Path, Kids[I].Out);
  }
  void byHelper(unsigned I, const char *Path) {
    Child &C = Kids[I];
    stop(C);
    if (C.Out >= 0)
      close(C.Out);
    start(C, Path);
  }
  ~Right() {
    for (Child &C : Kids)
      if (C.Out >= 0)
        close(C.Out);
  }

private:
  std::vector<Child> Kids;
};
