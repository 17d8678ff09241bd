// fd-leak: what a vector holds is forgotten when one more cannot be opened
#include <fcntl.h>
#include <unistd.h>
#include <vector>

std::vector<int> all(const std::vector<const char *> &Paths) {
  std::vector<int> Fds;
  for (const char *Path : Paths) {
    int Fd = open(Path, O_RDONLY | O_CLOEXEC);
    if (Fd < 0) {
#ifdef RIGHT
      for (int Open : Fds)
        close(Open);
#endif
      return {};
    }
    Fds.push_back(Fd);
  }
  return Fds;
}
