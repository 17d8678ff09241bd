// fd-overwrite: a stream is opened over an open one
#include <stdio.h>

int twice(const char *a, const char *b) {
  FILE *f = fopen(a, "re");
  if (!f)
    return -1;
#ifdef RIGHT
  fclose(f);
#endif
  f = fopen(b, "re");
  if (!f)
    return -1;
  int byte = fgetc(f);
  fclose(f);
  return byte;
}
