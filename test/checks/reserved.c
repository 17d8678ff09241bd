// Numbers taken on purpose, so that nothing else gets them; commands of a table.
// RUN: %check-fd fd-* %s
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

int reserve(void) {
  int Fd = open("/dev/null", O_RDWR);
  if (Fd < 0)
    return -1;
  while (Fd < 5)
    if ((Fd = dup(Fd)) < 0)
      return -1;
  return Fd;
}

int pipeFlags(int Fds[2], int Read, int Write) {
  int Flags = O_CLOEXEC | (Read & Write);
  if (pipe2(Fds, Flags))
    Flags = 0;
  if (Flags == 0 && pipe(Fds))
    return -1;
  return 0;
}

int sector(int Fd, const unsigned long *Requests, int Count) {
  for (int I = 0; I < Count; ++I) {
    unsigned Size;
    int Result = ioctl(Fd, Requests[I], &Size);
    if (Result == 0)
      return Size;
  }
  return 512;
}

int again(void) {
  int Fd = open("/dev/null", O_RDWR); // expected-note {{opened here by 'open'}}
  if (Fd < 0)
    return -1;
  Fd = dup(Fd); // expected-warning {{descriptor 'Fd' is overwritten while still open}}
  return Fd;
}
