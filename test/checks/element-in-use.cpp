// A store to some element overwrites one that holds a handle only if the path has
// found it in use before, by the same index, iterator or reference.
// RUN: %check-fd fd-* %s
#include <csignal>
#include <fcntl.h>
#include <map>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

struct Child {
  pid_t Pid = -1;
  int Out = -1;
};

class Supervisor {
public:
  void start(int Key, const char *Path) {
    Child C;
    C.Pid = fork();
    C.Out = open(Path, O_RDONLY | O_CLOEXEC);
    Kids[Key] = C;
  }
  void restart(int Key, const char *Path) {
    auto It = Kids.find(Key);
    if (It == Kids.end())
      return;
    kill(It->second.Pid, SIGTERM);
    It->second.Pid = fork();
    It->second.Out = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'It->second.Out' is overwritten while still open [fd-overwrite]}}
  }
  ~Supervisor() {
    for (auto &[Key, C] : Kids)
      if (C.Out >= 0)
        close(C.Out);
  }

private:
  std::map<int, Child> Kids;
};
class Right {
public:
  void start(int Key, const char *Path) {
    Child C;
    C.Pid = fork();
    C.Out = open(Path, O_RDONLY | O_CLOEXEC);
    Kids[Key] = C;
  }
  void restart(int Key, const char *Path) {
    auto It = Kids.find(Key);
    if (It == Kids.end())
      return;
    kill(It->second.Pid, SIGTERM);
    close(It->second.Out);
    It->second.Pid = fork();
    It->second.Out = open(Path, O_RDONLY | O_CLOEXEC);
  }
  ~Right() {
    for (auto &[Key, C] : Kids)
      if (C.Out >= 0)
        close(C.Out);
  }

private:
  std::map<int, Child> Kids;
};
// Another element is written than the one whose child is signalled.
class Another {
public:
  void start(int Key, const char *Path) {
    Child C;
    C.Pid = fork();
    C.Out = open(Path, O_RDONLY | O_CLOEXEC);
    Kids[Key] = C;
  }
  void swapOut(int Old, int New, const char *Path) {
    auto Was = Kids.find(Old), Is = Kids.find(New);
    kill(Was->second.Pid, SIGTERM);
    Is->second.Out = open(Path, O_RDONLY | O_CLOEXEC);
  }
  ~Another() {
    for (auto &[Key, C] : Kids)
      if (C.Out >= 0)
        close(C.Out);
  }

private:
  std::map<int, Child> Kids;
};

void byIndex(const char *Path, int N, int Slot, bool (*Again)(int)) {
  int Fds[64];
  for (int I = 0; I < N; ++I)
    Fds[I] = open(Path, O_RDONLY | O_CLOEXEC);
  char C;
  for (int I = 0; I < N; ++I)
    if (read(Fds[I], &C, 1) == 0 && Again(I))
      Fds[I] = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{is overwritten while still open [fd-overwrite]}}
  for (int I = 0; I < N; ++I)
    close(Fds[I]);
}
void byIndexRight(const char *Path, int N, bool (*Again)(int)) {
  int Fds[64];
  for (int I = 0; I < N; ++I)
    Fds[I] = open(Path, O_RDONLY | O_CLOEXEC);
  char C;
  for (int I = 0; I < N; ++I)
    if (read(Fds[I], &C, 1) == 0 && Again(I)) {
      close(Fds[I]);
      Fds[I] = open(Path, O_RDONLY | O_CLOEXEC);
    }
  for (int I = 0; I < N; ++I)
    close(Fds[I]);
}

// Two records that go to two elements.
void twoRecords(const char *Path) {
  std::map<int, Child> Kids;
  Child A, B;
  A.Out = open(Path, O_RDONLY | O_CLOEXEC);
  B.Out = open(Path, O_RDONLY | O_CLOEXEC);
  Kids[1] = A;
  Kids[2] = B;
  for (auto &[Key, C] : Kids)
    close(C.Out);
}
void recordsInALoop(const char *Path, int N) {
  std::vector<Child> Kids(N);
  for (int I = 0; I < N; ++I) {
    Child C;
    C.Out = open(Path, O_RDONLY | O_CLOEXEC);
    Kids[I] = C;
  }
  for (Child &C : Kids)
    close(C.Out);
}
void recordsForgotten(const char *Path, int N) {
  std::vector<Child> Kids(N);
  for (int I = 0; I < N; ++I) {
    Child C;
    C.Out = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{[fd-leak]}}
    Kids[I] = C;
  }
}
