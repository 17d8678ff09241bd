// fd-wrong-closer: a stream of popen is closed by fclose
#include <stdio.h>

int ask(const char *command) {
  FILE *f = popen(command, "re");
  if (!f)
    return -1;
  int byte = fgetc(f);
#ifdef RIGHT
  pclose(f);
#else
  fclose(f);
#endif
  return byte;
}
