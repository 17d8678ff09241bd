// A call of which the condition asks whether it fails with EBADF asks whether the
// number is open.
// RUN: %check-fd fd-* %s
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int isGone(int Fd) {
  close(Fd);
  return fcntl(Fd, F_GETFL) == -1 && errno == EBADF;
}

void mustBeGone(int Fd) {
  struct stat Is;
  close(Fd);
  if (fstat(Fd, &Is) >= 0 || errno != EBADF)
    abort();
}

int bearsWithIt(int Fd) {
  struct stat Is;
  close(Fd);
  return fstat(Fd, &Is) == -1 && errno != EBADF; // expected-warning {{descriptor 'Fd' is used by 'fstat' after it was closed}}
}

int asksForAnother(int Fd) {
  close(Fd);
  return fcntl(Fd, F_GETFL) == -1 && errno == EINVAL; // expected-warning {{descriptor 'Fd' is used by 'fcntl' after it was closed}}
}

int doesNotAsk(int Fd) {
  close(Fd);
  return fcntl(Fd, F_GETFL); // expected-warning {{descriptor 'Fd' is used by 'fcntl' after it was closed}}
}

// Closing what may be another's by now is wrong, whatever is expected of it.
int closesAgain(int Fd) {
  close(Fd);
  return close(Fd) == -1 && errno == EBADF; // expected-warning {{descriptor 'Fd' is closed twice}}
}

// A read takes the bytes of whoever has the number by now.
int reads(int Fd) {
  char Byte;
  close(Fd);
  return read(Fd, &Byte, 1) == -1 && errno == EBADF; // expected-warning {{descriptor 'Fd' is used by 'read' after it was closed}}
}
