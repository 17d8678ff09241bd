// Containers that are members: what the methods put there, the destructor owes,
// and who lets an element go closes it first.
// RUN: %check-fd fd-* %s
#include <algorithm>
#include <fcntl.h>
#include <map>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

int opened();
bool wanted(int);

class Forgets {
public:
  void add(const char *Path) {
    int Fd = open(Path, O_RDONLY);
    if (Fd >= 0)
      Fds.push_back(Fd);
  }
  ~Forgets() { Fds.clear(); } // expected-warning {{the destructor of 'Forgets' leaves descriptor 'Fds[...]' open [fd-member-leak]}}

private:
  std::vector<int> Fds;
};
class Drains {
public:
  void add(const char *Path) {
    int Fd = open(Path, O_RDONLY);
    if (Fd >= 0)
      Fds.push_back(Fd);
  }
  ~Drains() {
    for (int Fd : Fds)
      close(Fd);
  }

private:
  std::vector<int> Fds;
};

class Nobody { // expected-warning {{leaves descriptor 'Fds[...]' open [fd-member-leak]}}
public:
  void add(const char *Path) { Fds.push_back(open(Path, O_RDONLY)); }
  bool empty() const { return Fds.empty(); }

private:
  std::vector<int> Fds;
};
class Stops {
public:
  void add(const char *Path) { Fds.push_back(open(Path, O_RDONLY)); }
  void stop() {
    for (int Fd : Fds)
      close(Fd);
    Fds.clear();
  }

private:
  std::vector<int> Fds;
};
// Somebody else has the number, and may close it.
class Lends {
public:
  int add(const char *Path) {
    int Fd = open(Path, O_RDONLY);
    Fds.push_back(Fd);
    return Fd;
  }

private:
  std::vector<int> Fds;
};
class Shows {
public:
  void add(const char *Path) { Fds.push_back(open(Path, O_RDONLY)); }
  std::vector<int> &all() { return Fds; }

private:
  std::vector<int> Fds;
};
class ByNumber {
public:
  void add(const char *Path) { Fds.push_back(open(Path, O_RDONLY)); }
  void drop(int Fd) {
    close(Fd);
    Fds.erase(std::find(Fds.begin(), Fds.end(), Fd));
  }

private:
  std::vector<int> Fds;
};

struct Child {
  int Pid = -1;
  int Out = -1;
  int Err = -1;
};

class OneOfTwo {
public:
  void start(int Key, const char *Path) {
    Child C;
    C.Out = open(Path, O_RDONLY);
    C.Err = open(Path, O_RDONLY);
    Kids[Key] = C;
  }
  ~OneOfTwo() { // expected-warning {{the destructor of 'OneOfTwo' leaves descriptor 'Kids[...].second.Err' open [fd-member-leak]}}
    for (auto &[Key, C] : Kids)
      if (C.Out >= 0)
        close(C.Out);
  }

private:
  std::map<int, Child> Kids;
};
class Both {
public:
  void start(int Key, const char *Path) {
    Child C;
    C.Out = open(Path, O_RDONLY);
    C.Err = open(Path, O_RDONLY);
    Kids[Key] = C;
  }
  ~Both() {
    for (auto It = Kids.begin(); It != Kids.end(); ++It) {
      close(It->second.Out);
      if (It->second.Err >= 0)
        close(It->second.Err);
    }
  }

private:
  std::map<int, Child> Kids;
};

class ErasesOpen {
public:
  void start(int Key, const char *Path) { Kids[Key].Out = open(Path, O_RDONLY); }
  void reap(int Key) {
    Kids.erase(Key); // expected-warning {{descriptor 'Kids[...].second.Out' is still open when the element that holds it is erased [fd-member-leak]}}
  }
  ~ErasesOpen() {
    for (auto &[Key, C] : Kids)
      close(C.Out);
  }

private:
  std::map<int, Child> Kids;
};
class ErasesClosed {
public:
  void start(int Key, const char *Path) { Kids[Key].Out = open(Path, O_RDONLY); }
  void reap(int Key) {
    auto It = Kids.find(Key);
    if (It == Kids.end())
      return;
    if (It->second.Out >= 0)
      close(It->second.Out);
    Kids.erase(It);
  }
  void stop() {
    for (auto &[Key, C] : Kids)
      close(C.Out);
    Kids.clear();
  }
  ~ErasesClosed() { stop(); }

private:
  std::map<int, Child> Kids;
};
// The element is closed in one step and erased in another.
class InTwoSteps {
public:
  void start(int Key, const char *Path) { Kids[Key].Out = open(Path, O_RDONLY); }
  void finish(int Key) { close(Kids[Key].Out); }
  void reap(int Key) { Kids.erase(Key); }
  ~InTwoSteps() {
    for (auto &[Key, C] : Kids)
      if (C.Out >= 0)
        close(C.Out);
  }

private:
  std::map<int, Child> Kids;
};
// The element that goes is the one that was put there in vain.
class TakesBack {
public:
  bool add(int Key, const char *Path) {
    auto [It, Fresh] = Kids.try_emplace(Key);
    if (!Fresh)
      return false;
    It->second.Out = open(Path, O_RDONLY);
    if (It->second.Out < 0)
      Kids.erase(It);
    return It->second.Out >= 0;
  }
  ~TakesBack() {
    for (auto &[Key, C] : Kids)
      close(C.Out);
  }

private:
  std::map<int, Child> Kids;
};
