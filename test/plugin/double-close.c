// A handle is closed twice on one path.
// RUN: %check-fd fd-* %s
#define _GNU_SOURCE
#include <stdio.h>
#include <unistd.h>

void twice(int Fd, int Early) {
  if (Early)   // expected-note {{assuming 'Early' != 0}}
    close(Fd); // expected-note {{first closed here by 'close'}}
  close(Fd);   // expected-warning {{descriptor 'Fd' is closed twice [fd-double-close]}}
}

void once(int Fd, int Early) {
  if (Early) {
    close(Fd);
    Fd = -1;
  }
  if (Fd >= 0)
    close(Fd);
}

// The second name is no stream's: the word for what it is is left out.
void underStream(int Fd) {
  FILE *F = fdopen(Fd, "w");
  if (!F) {
    close(Fd);
    return;
  }
  fclose(F);
  close(Fd); // expected-warning-re {{{{^}}'Fd' is closed twice [fd-double-close]}}
}
