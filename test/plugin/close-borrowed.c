// The descriptor under a stream is the stream's to close. The second close that
// follows is the same defect, and is not reported again.
// RUN: %check-fd fd-* %s -std=gnu17
#include <stdio.h>
#include <unistd.h>

void borrowed(FILE *F) {
  close(fileno(F)); // expected-warning {{'F' is closed by 'close', but its stream still owns it: 'fclose' closes both [fd-close-borrowed]}}
  fclose(F);
}

void duplicated(FILE *F) {
  int Fd = dup(fileno(F));
  if (Fd >= 0)
    close(Fd);
  fclose(F);
}
