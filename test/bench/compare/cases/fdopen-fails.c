// fd-leak: fdopen fails, and the descriptor is still ours
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

FILE *exclusive(const char *path) {
  int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return NULL;
#ifdef RIGHT
  FILE *f = fdopen(fd, "w");
  if (!f)
    close(fd);
  return f;
#else
  return fdopen(fd, "w");
#endif
}
