// What extract() has taken out of a map ends with its node.
#include <fcntl.h>
#include <map>
#include <string>
#include <unistd.h>

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
      write(Node.mapped(), "x", 1);
  } // expected-warning {{is still open when its scope ends}}
  ~Nodes() {
    for (auto &[Name, Fd] : Fds)
      close(Fd);
  }

private:
  std::map<std::string, int> Fds;
};
