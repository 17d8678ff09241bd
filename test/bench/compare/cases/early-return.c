// fd-leak: an early return between open and close
#include <fcntl.h>
#include <unistd.h>

int first_byte(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return -1;
  char byte;
  if (read(fd, &byte, 1) != 1) {
#ifdef RIGHT
    close(fd);
#endif
    return -1;
  }
  close(fd);
  return byte;
}
