// A function that keeps a descriptor in a variable that its caller does not even
// name has it, and what it returns of it is lent.
// RUN: %check-fd fd-* %s
#define _GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>

static int Log, Cache[4];

static void keep(int Fd) { Log = Fd; }

static void look(int Fd) {
  if (Fd == Log)
    _exit(1);
}

static int cached(int I) {
  if (Cache[I] <= 0)
    Cache[I] = open("x", O_RDONLY);
  return Cache[I];
}

static int fresh(void) { return open("x", O_RDONLY); }

void kept(void) {
  int Fd = open("x", O_RDONLY);
  keep(Fd);
}

void looked(void) {
  int Fd = open("x", O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  look(Fd);
}

int lent(void) { return fchdir(cached(1)); }

int given(void) {
  return fchdir(fresh()); // expected-warning {{the descriptor that 'fresh' returns is never kept}}
}
