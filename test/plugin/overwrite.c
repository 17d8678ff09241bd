// The last reference to an open handle is overwritten.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <unistd.h>

void twice(const char *Path) {
  int Fd = open(Path, O_RDONLY); // expected-note {{opened here by 'open'}}
  if (Fd < 0)
    return;
  Fd = open(Path, O_WRONLY); // expected-warning {{descriptor 'Fd' is overwritten while still open [fd-overwrite]}}
  if (Fd >= 0)
    close(Fd);
}

void closedBetween(const char *Path) {
  int Fd = open(Path, O_RDONLY);
  if (Fd < 0)
    return;
  close(Fd);
  Fd = open(Path, O_WRONLY);
  if (Fd >= 0)
    close(Fd);
}
