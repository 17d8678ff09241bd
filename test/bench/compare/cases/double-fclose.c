// fd-double-close: a stream is closed again when closing it has failed
#include <stdio.h>

int save(const char *path, int byte) {
  FILE *f = fopen(path, "we");
  if (!f)
    return -1;
  if (fputc(byte, f) == EOF)
    goto failed;
  if (fclose(f) == EOF)
#ifdef RIGHT
    return -1;
#else
    goto failed;
#endif
  return 0;
failed:
  fclose(f);
  return -1;
}
