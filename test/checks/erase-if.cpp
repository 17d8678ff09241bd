// RUN: %check-fd 'fd-*' %s -std=c++20
// An algorithm that calls back once for each element is the loop that it stands
// for: std::for_each, and std::erase_if, which lets go what its predicate takes.
#include <algorithm>
#include <fcntl.h>
#include <unistd.h>
#include <vector>

struct Child {
  pid_t Pid = -1;
  int Out = -1;
};

class Wrong {
public:
  void start(const char *Path) {
    Child C;
    C.Out = open(Path, O_RDONLY | O_CLOEXEC);
    if (C.Out >= 0)
      Children.push_back(C);
  }
  void reap(pid_t Pid) {
    std::erase_if(Children, [&](Child &C) { return C.Pid == Pid; }); // expected-warning {{descriptor 'Children[...].Out' is still open when the element that holds it is erased}}
  }
  ~Wrong() {
    for (Child &C : Children)
      close(C.Out);
  }

private:
  std::vector<Child> Children;
};

class Right {
public:
  void start(const char *Path) {
    Child C;
    C.Out = open(Path, O_RDONLY | O_CLOEXEC);
    if (C.Out >= 0)
      Children.push_back(C);
  }
  void reap(pid_t Pid) {
    std::erase_if(Children, [&](Child &C) {
      if (C.Pid != Pid)
        return false;
      close(C.Out);
      return true;
    });
  }
  ~Right() {
    std::for_each(Children.begin(), Children.end(),
                  [](Child &C) { close(C.Out); });
  }

private:
  std::vector<Child> Children;
};

void closesAll(const char *const *Paths, int Count) {
  std::vector<int> Fds;
  for (int I = 0; I < Count; ++I)
    if (int Fd = open(Paths[I], O_RDONLY | O_CLOEXEC); Fd >= 0)
      Fds.push_back(Fd);
  std::erase_if(Fds, [](int Fd) { return close(Fd) == 0 || true; });
}

void closesNone(const char *const *Paths, int Count) {
  std::vector<int> Fds;
  for (int I = 0; I < Count; ++I)
    if (int Fd = open(Paths[I], O_RDONLY | O_CLOEXEC); Fd >= 0) // expected-warning {{descriptor 'Fd' is still open}}
      Fds.push_back(Fd);
  std::erase_if(Fds, [](int Fd) { return Fd > 7; });
}

bool isUnused(int Fd); // may close it

void asksSomebody(const char *const *Paths, int Count) {
  std::vector<int> Fds;
  for (int I = 0; I < Count; ++I)
    if (int Fd = open(Paths[I], O_RDONLY | O_CLOEXEC); Fd >= 0)
      Fds.push_back(Fd);
  std::erase_if(Fds, isUnused);
}
