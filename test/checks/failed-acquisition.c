// A failed acquisition is none, however that is tested; near misses test it and
// return the wrong way round.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

#define unlikely(x) __builtin_expect(!!(x), 0)
static bool failed(int Fd) { return Fd < 0; }
int use(int Fd);

int less(void) {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0)
    return -1;
  return close(Fd);
}
int equal(void) {
  int Fd = open("x", O_RDONLY);
  if (Fd == -1)
    return -1;
  return close(Fd);
}
int lessOrEqual(void) {
  int Fd = open("x", O_RDONLY);
  if (Fd <= -1)
    return -1;
  return close(Fd);
}
int notAtLeast(void) {
  int Fd = open("x", O_RDONLY);
  if (!(Fd >= 0))
    return -1;
  return close(Fd);
}
int likely(void) {
  int Fd;
  if (unlikely((Fd = open("x", O_RDONLY)) < 0))
    return -1;
  return close(Fd);
}
int flag(void) {
  int Fd = open("x", O_RDONLY);
  const bool Ok = Fd != -1;
  if (!Ok)
    return -1;
  return close(Fd);
}
int helper(void) {
  int Fd = open("x", O_RDONLY);
  if (failed(Fd))
    return -1;
  return close(Fd);
}

int wrongWay(void) {
  int Fd = open("x", O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd >= 0)
    return -1;
  return 0;
}
int wrongFlag(void) {
  int Fd = open("x", O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  const bool Failed = Fd == -1;
  if (!Failed)
    return -1;
  return 0;
}
int wrongHelper(void) {
  int Fd = open("x", O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  if (!failed(Fd))
    return -1;
  return 0;
}
int other(void) {
  int Fd = open("x", O_RDONLY);
  int Second = open("y", O_RDONLY); // expected-warning {{descriptor 'Second' is still open}}
  if (Fd < 0)
    return -1;
  return close(Fd);
}
