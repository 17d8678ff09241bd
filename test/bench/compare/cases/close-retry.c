// fd-close-retry: close is called again after EINTR
#include <errno.h>
#include <unistd.h>

int finish(int fd) {
#ifdef RIGHT
  return close(fd) == 0 || errno == EINTR ? 0 : -1;
#else
  int result;
  do
    result = close(fd);
  while (result < 0 && errno == EINTR);
  return result;
#endif
}
