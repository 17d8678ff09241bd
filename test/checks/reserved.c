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

// Which command it is, is for the caller to say; none of these asks for a handle.
int attempt(int Fd, unsigned long Request, int *Value) {
  int Result = ioctl(Fd, Request, Value);
  if (Result >= 0)
    return 1;
  return 0;
}

int exactly(int Fd, unsigned long Request, int Value) {
  int Effective = Value;
  if (ioctl(Fd, Request, &Effective) < 0)
    return -1;
  return Effective == Value;
}

static int command(int Fd, int Which, int Least) {
  int New;
  do {
    New = fcntl(Fd, Which, Least);
  } while (New == -1 && Fd > 2);
  return New;
}

int flags(int Fd) { return command(Fd, F_GETFD, 0) >= 0; }

int copied(int Fd) {
  int New = command(Fd, F_DUPFD_CLOEXEC, 3); // expected-warning {{descriptor 'New' is still open when the function returns}}
  return New >= 0;
}

int again(void) {
  int Fd = open("/dev/null", O_RDWR); // expected-note {{opened here by 'open'}}
  if (Fd < 0)
    return -1;
  Fd = dup(Fd); // expected-warning {{descriptor 'Fd' is overwritten while still open}}
  return Fd;
}

// A number that F_DUPFD makes is not below its minimum.
static int moveUp(int *Fd, int Least) {
  int New = fcntl(*Fd, F_DUPFD_CLOEXEC, Least);
  if (New >= 0) {
    close(*Fd);
    *Fd = New;
  }
  return New;
}

int movedUpOnce(int Fd, int Least) {
  if (moveUp(&Fd, Least) < 0)
    return -1;
  if (Fd < Least)
    Fd = fcntl(Fd, F_DUPFD_CLOEXEC, Least);
  return Fd;
}

int movedUpTwice(int Fd, int Least, int More) {
  if (moveUp(&Fd, Least) < 0)
    return -1;
  if (Fd < More)
    Fd = fcntl(Fd, F_DUPFD_CLOEXEC, More); // expected-warning {{descriptor 'Fd' is overwritten while still open}}
  return Fd;
}

// What is there already is not moved.
static int moveTo(int Fd, int To) {
  if (Fd == To)
    return 0;
  if (dup2(Fd, To) < 0)
    return -1;
  close(Fd);
  return 0;
}

static int moveIfAsked(int Fd, int To) {
  if (To < 0)
    return 0;
  if (dup2(Fd, To) < 0)
    return -1;
  close(Fd);
  return 0;
}

void toInput(void) {
  if (moveTo(open("/dev/null", O_RDONLY), 0) < 0)
    _exit(1);
}

void toInputIfAsked(int To) {
  if (moveIfAsked(open("/dev/null", O_RDONLY), To) < 0) // expected-warning {{the descriptor that 'open' returns is never kept}}
    _exit(1);
}

int movedUpAgain(int Fd, int Socket) {
  int Least = Socket < 0 ? 3 : 4;
  if (moveUp(&Fd, 0) < 0)
    return -1;
  if (Fd < Least) // to keep the low one taken
    Fd = fcntl(Fd, F_DUPFD_CLOEXEC, Least);
  return Fd;
}
