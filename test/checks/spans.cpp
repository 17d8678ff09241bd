// A span is somebody else's view: who is given one may close what it shows.
// RUN: %check-fd fd-* %s -std=c++20
#include <array>
#include <fcntl.h>
#include <span>
#include <unistd.h>
#include <vector>

static void closeAll(std::span<const int> Fds) {
  for (int Fd : Fds)
    if (Fd >= 0)
      close(Fd);
}
static int count(const std::vector<int> &Fds) { return int(Fds.size()); }

void array(const char *Path) {
  std::array<int, 2> Fds{open(Path, O_RDONLY), open(Path, O_RDONLY)};
  closeAll(Fds);
}
void vector(const char *Path) {
  std::vector<int> Fds;
  Fds.push_back(open(Path, O_RDONLY));
  closeAll(Fds);
}
int onlyCounted(const char *Path) {
  std::vector<int> Fds;
  Fds.push_back(open(Path, O_RDONLY)); // expected-warning {{[fd-leak]}}
  return count(Fds);
}
