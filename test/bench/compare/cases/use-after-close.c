// fd-use-after-close: written to after it was closed
#include <fcntl.h>
#include <unistd.h>

int log_line(const char *path, const char *line, size_t size) {
  int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return -1;
#ifdef RIGHT
  int ok = write(fd, line, size) == (ssize_t)size;
  close(fd);
#else
  close(fd);
  int ok = write(fd, line, size) == (ssize_t)size;
#endif
  return ok ? 0 : -1;
}
