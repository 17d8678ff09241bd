// fd-leak-on-throw: a helper throws between open and close
#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>

static void check(long Size) {
  if (Size < 0)
    throw std::runtime_error("size");
}

long size(const char *Path) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return -1;
  long Size = lseek(Fd, 0, SEEK_END);
#ifdef RIGHT
  close(Fd);
  check(Size);
#else
  check(Size);
  close(Fd);
#endif
  return Size;
}
