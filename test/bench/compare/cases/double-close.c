// fd-double-close: closed on the way to the common end, which closes
#include <fcntl.h>
#include <unistd.h>

int copy_byte(const char *path, char *byte) {
  int result = -1;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return -1;
  if (read(fd, byte, 1) != 1) {
#ifndef RIGHT
    close(fd);
#endif
    goto out;
  }
  result = 0;
out:
  close(fd);
  return result;
}
