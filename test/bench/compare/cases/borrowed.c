// fd-close-borrowed: the descriptor is closed under its stream
#include <stdio.h>
#include <unistd.h>

int flush(FILE *f) {
  int bad = fflush(f);
#ifndef RIGHT
  close(fileno(f));
#endif
  return fclose(f) | bad;
}
