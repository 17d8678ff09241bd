// (no check): written to, and opened for reading only
#include <fcntl.h>
#include <unistd.h>

int mark(const char *path) {
#ifdef RIGHT
  int fd = open(path, O_WRONLY | O_CLOEXEC);
#else
  int fd = open(path, O_RDONLY | O_CLOEXEC);
#endif
  if (fd < 0)
    return -1;
  ssize_t n = write(fd, "x", 1);
  close(fd);
  return n == 1 ? 0 : -1;
}
