// RUN: %check-fd 'fd-*' %s -std=c++17
// What a method takes out of a container, into a variable, a node, another
// container, is that one's to close.
#include <deque>
#include <fcntl.h>
#include <list>
#include <map>
#include <string>
#include <unistd.h>
#include <vector>

namespace wrong {
class Queue {
public:
  void add(const char *Path) {
    int Fd = open(Path, O_RDONLY | O_CLOEXEC);
    if (Fd >= 0)
      Fds.push_back(Fd);
  }
  void serve() {
    while (!Fds.empty()) {
      int Fd = Fds.front();
      Fds.pop_front();
      write(Fd, "x", 1);
    } // expected-warning {{descriptor 'Fds[...]' is still open when its scope ends}}
  }
  ~Queue() {
    for (int Fd : Fds)
      close(Fd);
  }

private:
  std::deque<int> Fds;
};

class Swapped {
public:
  void add(const char *Path) {
    int Fd = open(Path, O_RDONLY | O_CLOEXEC);
    if (Fd >= 0)
      Fds.push_back(Fd);
  }
  void drain() {
    std::vector<int> Local;
    Local.swap(Fds);
  } // expected-warning {{descriptor 'Local[...]' is still open when its scope ends}}
  ~Swapped() {
    for (int Fd : Fds)
      close(Fd);
  }

private:
  std::vector<int> Fds;
};

void spliced(const char *Path) {
  std::list<int> From, To;
  int Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when its scope ends}}
  if (Fd < 0)
    return;
  From.push_back(Fd);
  To.splice(To.end(), From);
}
} // namespace wrong

void keep(int Fd); // out of sight

namespace right {
class Queue {
public:
  void add(const char *Path) {
    int Fd = open(Path, O_RDONLY | O_CLOEXEC);
    if (Fd >= 0)
      Fds.push_back(Fd);
  }
  void serve() {
    while (!Fds.empty()) {
      int Fd = Fds.front();
      Fds.pop_front();
      write(Fd, "x", 1);
      close(Fd);
    }
  }
  void next() { // the member is the owner now
    if (Current >= 0)
      close(Current);
    Current = Fds.front();
    Fds.pop_front();
  }
  void hand() {
    int Fd = Fds.front();
    Fds.pop_front();
    keep(Fd);
  }
  ~Queue() {
    for (int Fd : Fds)
      close(Fd);
    if (Current >= 0)
      close(Current);
  }
  Queue() = default;
  Queue(const Queue &) = delete;

private:
  std::deque<int> Fds;
  int Current = -1;
};

class Nodes {
public:
  void add(const std::string &Name, const char *Path) {
    int Fd = open(Path, O_RDONLY | O_CLOEXEC);
    if (Fd >= 0)
      Fds.emplace(Name, Fd);
  }
  void drop(const std::string &Name) {
    auto Node = Fds.extract(Name);
    if (!Node.empty())
      close(Node.mapped());
  }
  void rename(const std::string &Name, const std::string &To) {
    auto Node = Fds.extract(Name);
    if (Node.empty())
      return;
    Node.key() = To;
    Fds.insert(std::move(Node));
  }
  ~Nodes() {
    for (auto &[Name, Fd] : Fds)
      close(Fd);
  }

private:
  std::map<std::string, int> Fds;
};

class Swapped {
public:
  void add(const char *Path) {
    int Fd = open(Path, O_RDONLY | O_CLOEXEC);
    if (Fd >= 0)
      Fds.push_back(Fd);
  }
  void drain() {
    std::vector<int> Local;
    Local.swap(Fds);
    for (int Fd : Local)
      close(Fd);
  }
  ~Swapped() {
    for (int Fd : Fds)
      close(Fd);
  }

private:
  std::vector<int> Fds;
};

void spliced(const char *Path) {
  std::list<int> From, To;
  int Fd = open(Path, O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return;
  From.push_back(Fd);
  To.splice(To.end(), From);
  for (int Each : To)
    close(Each);
}
} // namespace right
