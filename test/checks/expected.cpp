// std::expected, and what is in it.
// RUN: %check-fd fd-* %s -std=c++23
#include <cerrno>
#include <expected>
#include <fcntl.h>
#include <unistd.h>

std::expected<int, int> openAt(const char *Path) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return std::unexpected(errno);
  return Fd;
}

int right(const char *Path) {
  auto Fd = openAt(Path);
  if (!Fd)
    return -1;
  char C;
  ssize_t Got = read(*Fd, &C, 1);
  close(*Fd);
  return Got;
}

int wrong(const char *Path) {
  auto Fd = openAt(Path); // expected-warning {{still open when}}
  if (!Fd.has_value())
    return -1;
  char C;
  if (read(Fd.value(), &C, 1) != 1)
    return -1;
  close(*Fd);
  return 0;
}
