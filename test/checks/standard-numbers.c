// 0, 1, 2 and what takes their place are nobody's to close.
// RUN: %check-fd fd-* %s -D_GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void redirect(void) { // the copy on 1 stays, the source is ours
  int Fd = open("log", O_WRONLY | O_CLOEXEC);
  if (Fd < 0)
    return;
  dup2(Fd, 1);
  close(Fd);
}
void redirectAndLose(void) {
  int Fd = open("log", O_WRONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return;
  dup2(Fd, 1);
}
void guarded(void) {
  int Fd = open("/dev/null", O_RDWR);
  if (Fd < 0)
    return;
  dup2(Fd, 0);
  dup2(Fd, 1);
  if (Fd > 2)
    close(Fd);
}
void guardedTooFar(void) {
  int Fd = open("/dev/null", O_RDWR); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return;
  if (Fd > 3)
    close(Fd);
}
void closeThenDup(int Fd) {
  close(1);
  dup(Fd);
}
void dupOnly(int Fd) {
  dup(Fd); // expected-warning {{the descriptor that 'dup' returns is never kept}}
}
void daemonLines(void) {
  close(0);
  close(1);
  close(2);
  open("/dev/null", O_RDWR);
  dup(0);
  dup(0);
}
void daemonLinesAndOneMore(void) {
  close(0);
  close(1);
  close(2);
  open("/dev/null", O_RDWR);
  dup(0);
  dup(0);
  dup(0); // expected-warning {{the descriptor that 'dup' returns is never kept}}
}
void everyNumber(void) {
  for (int Fd = 0; Fd < 1024; ++Fd)
    close(Fd);
  open("/dev/null", O_RDWR);
}
void nobody(void) {
  close(-1);
  close(-1);
}
void somebody(int Fd) {
  close(Fd);
  close(Fd); // expected-warning {{'Fd' is closed twice}}
}
void daemonised(void) {
  if (daemon(0, 0) != 0)
    exit(1);
  int Fd = open("x", O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  (void)Fd;
}
void fillSlots(int Count) { // what is in the first Count stays there
  for (int Slot = 0; Slot < Count; ++Slot) {
    int Fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (Fd < 0)
      abort();
    dup2(Fd, Slot);
    if (Fd >= Count)
      close(Fd);
  }
}
int highest(const char *Path, int *Highest) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return -1;
  if (Fd > *Highest)
    *Highest = Fd;
  char Buffer[16];
  return read(Fd, Buffer, sizeof Buffer);
}
int tooHigh(const char *Path, int Count, int *Table) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return -1;
  if (Fd >= Count)
    return -1;
  Table[Fd] = 1;
  return Fd;
}
