// fd-discarded: the file is wanted, and the descriptor dropped
#include <stdlib.h>
#include <unistd.h>

const char *temporary(char *pattern) {
#ifdef RIGHT
  int fd = mkstemp(pattern);
  if (fd < 0)
    return NULL;
  close(fd);
#else
  if (mkstemp(pattern) < 0)
    return NULL;
#endif
  return pattern;
}
