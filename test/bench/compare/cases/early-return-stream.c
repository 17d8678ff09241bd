// fd-leak: an early return between fopen and fclose
#include <stdio.h>

int first_byte(const char *path) {
  FILE *f = fopen(path, "re");
  if (!f)
    return -1;
  int byte = fgetc(f);
  if (byte == EOF) {
#ifdef RIGHT
    fclose(f);
#endif
    return -1;
  }
  fclose(f);
  return byte;
}
