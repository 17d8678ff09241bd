// fd-use-after-close: a stream is read after it was closed
#include <stdio.h>

int second_byte(const char *path) {
  FILE *f = fopen(path, "re");
  if (!f)
    return -1;
  if (fgetc(f) == EOF) {
    fclose(f);
    return -1;
  }
#ifdef RIGHT
  int byte = fgetc(f);
  fclose(f);
#else
  fclose(f);
  int byte = fgetc(f);
#endif
  return byte;
}
