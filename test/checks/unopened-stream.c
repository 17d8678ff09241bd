// A stream that was not opened is no use: who reads it comes no farther.
// RUN: %check-fd fd-* %s -std=gnu17 -D_GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int firstByte(int dir, const char *path) {
  int fd = openat(dir, path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return -1;
  FILE *in = fdopen(fd, "r");
  int c = fgetc(in);
  fclose(in);
  return c;
}

int firstByteIfAny(int dir, const char *path) {
  int fd = openat(dir, path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'fd' is still open when the function returns}}
  if (fd < 0)
    return -1;
  FILE *in = fdopen(fd, "r");
  if (!in)
    return -1;
  int c = fgetc(in);
  fclose(in);
  return c;
}

int flushesAll(int dir, const char *path) {
  int fd = openat(dir, path, O_WRONLY | O_CLOEXEC); // expected-warning {{descriptor 'fd' is still open when the function returns}}
  if (fd < 0)
    return -1;
  FILE *out = fdopen(fd, "w");
  fflush(NULL);
  return out ? fclose(out) : -1;
}
