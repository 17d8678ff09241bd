// fd-overwrite: each round of a loop opens into the same variable
#include <fcntl.h>
#include <unistd.h>

int last(const char *const *paths, int count) {
  int fd = -1;
  for (int i = 0; i < count; ++i) {
#ifdef RIGHT
    if (fd >= 0)
      close(fd);
#endif
    fd = open(paths[i], O_RDONLY | O_CLOEXEC);
  }
  return fd;
}
