// fd-leak: of an array of descriptors the first is never closed
#include <fcntl.h>
#include <unistd.h>

int count(const char *const paths[4]) {
  int fds[4];
  int n = 0;
  while (n < 4 && (fds[n] = open(paths[n], O_RDONLY | O_CLOEXEC)) >= 0)
    ++n;
#ifdef RIGHT
  for (int i = 0; i < n; ++i)
#else
  for (int i = 1; i < n; ++i)
#endif
    close(fds[i]);
  return n;
}
