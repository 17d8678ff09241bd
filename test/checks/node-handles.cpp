// extract() hands an element on: what it holds is in the node.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <map>
#include <unistd.h>
#include <utility>

struct Child {
  int Out = -1;
};

class Moves {
public:
  void start(int Key, const char *Path) {
    Live[Key].Out = open(Path, O_RDONLY | O_CLOEXEC);
  }
  void died(int Key) { Dead.insert(Live.extract(Key)); }
  void gone(int Key) {
    if (auto Node = Live.extract(Key); !Node.empty())
      close(Node.mapped().Out);
  }
  void kept(int Key) {
    auto Node = Live.extract(Key);
    if (Node)
      Dead.insert(std::move(Node));
  }
  ~Moves() {
    for (auto &[Key, C] : Live)
      close(C.Out);
    for (auto &[Key, C] : Dead)
      close(C.Out);
  }

private:
  std::map<int, Child> Live, Dead;
};
// Erasing hands nothing on.
class Erases {
public:
  void start(int Key, const char *Path) {
    Live[Key].Out = open(Path, O_RDONLY | O_CLOEXEC);
  }
  void died(int Key) {
    Live.erase(Key); // expected-warning {{is still open when the element that holds it is erased [fd-member-leak]}}
  }
  ~Erases() {
    for (auto &[Key, C] : Live)
      close(C.Out);
  }

private:
  std::map<int, Child> Live;
};
