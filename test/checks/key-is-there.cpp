// RUN: %check-fd 'fd-*' %s -std=c++20
// A map that has the key takes nothing: who asks whether it has, closes what was
// meant for it. Who does not ask knows that the key is new.
#include <fcntl.h>
#include <map>
#include <unistd.h>
#include <unordered_map>

struct Child {
  pid_t Pid = -1;
  int Out = -1;
};

class Wrong {
public:
  bool bind(int Key, const char *Path) {
    int Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
    if (Fd < 0)
      return false;
    auto [It, New] = Fds.try_emplace(Key, Fd);
    if (!New)
      return false;
    return true;
  }
  bool second(int Key, const char *Path) {
    int Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
    if (Fd < 0)
      return false;
    return Fds.insert({Key, Fd}).second;
  }
  bool pair(int Key, const char *Path) {
    Child C;
    C.Out = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'C.Out' is still open when the function returns}}
    if (C.Out < 0)
      return false;
    auto Result = Children.emplace(Key, C);
    if (!Result.second)
      return false;
    return true;
  }
  ~Wrong() {
    for (auto &[Key, Fd] : Fds)
      close(Fd);
    for (auto &[Key, C] : Children)
      close(C.Out);
  }

private:
  std::map<int, int> Fds;
  std::unordered_map<int, Child> Children;
};

class Right {
public:
  bool bind(int Key, const char *Path) {
    int Fd = open(Path, O_RDONLY | O_CLOEXEC);
    if (Fd < 0)
      return false;
    auto [It, New] = Fds.try_emplace(Key, Fd);
    if (!New) {
      close(Fd);
      return false;
    }
    return true;
  }
  bool second(int Key, const char *Path) {
    int Fd = open(Path, O_RDONLY | O_CLOEXEC);
    if (Fd < 0)
      return false;
    if (Fds.insert({Key, Fd}).second)
      return true;
    close(Fd);
    return false;
  }
  int *unasked(int Key, const char *Path) {
    int Fd = open(Path, O_RDONLY | O_CLOEXEC);
    if (Fd < 0)
      return nullptr;
    return &Fds.emplace(Key, Fd).first->second;
  }
  // No other element can have the number of a descriptor that is open.
  bool byNumber(const char *Path) {
    int Fd = open(Path, O_RDONLY | O_CLOEXEC);
    if (Fd < 0)
      return false;
    auto [It, New] = ByNumber.emplace(Fd, Child());
    if (!New)
      return false;
    return true;
  }
  ~Right() {
    for (auto &[Key, Fd] : Fds)
      close(Fd);
    for (auto &[Fd, C] : ByNumber)
      close(Fd);
  }

private:
  std::map<int, int> Fds;
  std::map<int, Child> ByNumber;
};
