// A lock lasts as long as its descriptor is open: for the life of the process.
// RUN: %check-fd fd-* %s -D_GNU_SOURCE
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

int lockOnce(void) {
  int Fd = open("lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (Fd < 0)
    return -1;
  if (flock(Fd, LOCK_EX | LOCK_NB) != 0) {
    close(Fd);
    return -1;
  }
  return 0;
}
int lockOnceOrLess(void) {
  int Fd = open("lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (Fd < 0)
    return -1;
  if (lockf(Fd, F_TLOCK, 0) < 0) {
    close(Fd);
    return -1;
  }
  return 0;
}
int lockFails(void) {
  int Fd = open("lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600); // expected-warning {{'Fd' is still open}}
  if (Fd < 0)
    return -1;
  if (flock(Fd, LOCK_EX | LOCK_NB) != 0)
    return -1;
  return 0;
}
int unlocks(void) {
  int Fd = open("lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600); // expected-warning {{'Fd' is still open}}
  if (Fd < 0)
    return -1;
  flock(Fd, LOCK_UN);
  return 0;
}
