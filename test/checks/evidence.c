// That some caller closes what it has lent to a function out of view shows that
// the function borrows; that a process ends after such a call shows nothing.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void adopt(int Fd);
void print(int Fd);

void serve(void) {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0)
    return;
  adopt(Fd);
  exit(0);
}

void adopted(void) {
  int Fd = open("x", O_RDONLY);
  if (Fd >= 0)
    adopt(Fd);
}

void show(void) {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0)
    return;
  print(Fd);
  close(Fd);
}

void shown(void) {
  int Fd = open("x", O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd >= 0)
    print(Fd);
}
