// fd-leak: the helper's optional is read, and what is in it not closed
#include <fcntl.h>
#include <optional>
#include <unistd.h>

static std::optional<int> tryOpen(const char *Path) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return std::nullopt;
  return Fd;
}

bool isEmpty(const char *Path) {
  auto Fd = tryOpen(Path);
  if (!Fd)
    return true;
  bool Result = lseek(*Fd, 0, SEEK_END) == 0;
#ifdef RIGHT
  close(*Fd);
#endif
  return Result;
}
