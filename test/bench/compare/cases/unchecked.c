// fdstrict-unchecked-use: read from, whether or not it could be opened
#include <fcntl.h>
#include <unistd.h>

int first_byte(const char *path) {
  char byte = 0;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
#ifdef RIGHT
  if (fd < 0)
    return -1;
#endif
  ssize_t n = read(fd, &byte, 1);
  close(fd);
  return n == 1 ? byte : -1;
}
