// A handle is used after it was closed.
// RUN: %check-fd fd-* %s
#include <stdio.h>
#include <unistd.h>

int stale(FILE *F) {
  fclose(F);       // expected-note {{closed here by 'fclose'}}
  return fgetc(F); // expected-warning {{stream 'F' is used by 'fgetc' after it was closed [fd-use-after-close]}}
}

void asANumber(int Fd) {
  close(Fd);
  printf("closed %d\n", Fd);
}
