// Objects that the elements of a container point to: of one of them the path may
// know what it does not of the next.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <map>
#include <memory>
#include <unistd.h>
#include <utility>
#include <vector>

struct Child {
  int Pid = -1;
  int Out = -1;
};

class Closes {
public:
  void add(const char *Path) {
    auto C = std::make_unique<Child>();
    C->Out = open(Path, O_RDONLY | O_CLOEXEC);
    Kids.push_back(std::move(C));
  }
  void closeAll() {
    for (auto &C : Kids)
      close(C->Out);
  }
  void byIndex() {
    for (unsigned I = 0; I < Kids.size(); ++I)
      close(Kids[I]->Out);
  }
  void byIterator() {
    for (auto It = Kids.begin(); It != Kids.end(); ++It)
      close((*It)->Out);
  }
  void reopen(const char *Path) {
    for (auto &C : Kids)
      C->Out = open(Path, O_RDONLY | O_CLOEXEC);
  }
  void reap(int Pid) {
    for (auto It = Kids.begin(); It != Kids.end(); ++It)
      if ((*It)->Pid == Pid) {
        close((*It)->Out);
        Kids.erase(It);
        return;
      }
  }
  ~Closes() {
    for (auto &C : Kids)
      if (C->Out >= 0)
        close(C->Out);
  }

private:
  std::vector<std::unique_ptr<Child>> Kids;
};

// The same child, by a pointer or reference that has not moved on.
void sameChild(std::vector<Child *> &Kids, unsigned I) {
  Child *C = Kids[I];
  close(C->Out);
  close(C->Out); // expected-warning {{is closed twice [fd-double-close]}}
}
void sameInEachRound(std::vector<std::unique_ptr<Child>> &Kids) {
  for (auto &C : Kids) {
    close(C->Out);
    if (C->Pid > 0)
      close(C->Out); // expected-warning {{is closed twice [fd-double-close]}}
  }
}
void reset(std::vector<Child *> &Kids) {
  for (Child *C : Kids) {
    int Fd = C->Out;
    C->Out = -1;
    close(Fd);
    if (C->Out >= 0)
      close(C->Out);
  }
}
void closeThenSentinel(std::map<int, Child *> &Kids) {
  for (auto &[Key, C] : Kids) {
    close(C->Out);
    C->Out = -1;
  }
  for (auto &[Key, C] : Kids)
    if (C->Out >= 0)
      close(C->Out);
}
