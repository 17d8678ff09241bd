// systemd's take_fdopen() and its cleanup functions: who has the number now.
// RUN: %check-fd fd-* %s -std=gnu17 -D_GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

void closep(int *fd);
int safe_close(int fd);
FILE *safe_fclose(FILE *f);
FILE *take_fdopen(int *fd, const char *mode);
#define _cleanup_close_ __attribute__((cleanup(closep)))

int right(const char *path, FILE **result) {
  _cleanup_close_ int fd = -1;
  fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return -1;
  FILE *f = take_fdopen(&fd, "r");
  if (!f)
    return -1;
  *result = f;
  return 0;
}

int wrong(const char *path) {
  _cleanup_close_ int fd = -1;
  fd = open(path, O_RDONLY | O_CLOEXEC); // expected-warning {{is still open when}}
  if (fd < 0)
    return -1;
  FILE *f = take_fdopen(&fd, "r");
  if (!f)
    return -1;
  return fgetc(f);
}

int twice(const char *path) {
  FILE *f = fopen(path, "re");
  if (!f)
    return -1;
  FILE *g = f;
  f = safe_fclose(f);
  safe_fclose(f);
  return fclose(g); // expected-warning {{stream 'g' is closed twice}}
}
