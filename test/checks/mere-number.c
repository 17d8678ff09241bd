// After its close, a number is a number: using it as a descriptor is the defect.
// RUN: %check-fd fd-* %s -D_GNU_SOURCE
#include <stdio.h>
#include <sys/select.h>
#include <unistd.h>

struct Poller {
  fd_set Set;
};
int forget(int Key);

void cleared(struct Poller *P, int Fd) {
  close(Fd);
  FD_CLR(Fd, &P->Set);
}
void logged(int Fd) {
  close(Fd);
  printf("closed %d\n", Fd);
}
void key(int Fd) {
  close(Fd);
  forget(Fd);
}
int compared(int Fd, int Other) {
  close(Fd);
  return Fd == Other;
}
void readFrom(int Fd, char *To) {
  close(Fd);
  read(Fd, To, 1); // expected-warning {{'Fd' is used by 'read' after it was closed}}
}
void written(int Fd) {
  close(Fd);
  dprintf(Fd, "closed\n"); // expected-warning {{'Fd' is used by 'dprintf' after it was closed}}
}
