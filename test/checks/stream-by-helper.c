// A helper that makes a stream of a descriptor returns null only where it failed:
// then the descriptor is lost in the wrapper, and its callers have nothing to close.
// RUN: %check-fd fd-* %s
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static FILE *stream(int Fd, const char *Mode) { return fdopen(Fd, Mode); }

FILE *careful(const char *Path, const char *Mode) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return NULL;
  FILE *New = stream(Fd, Mode);
  if (!New)
    close(Fd);
  return New;
}

FILE *careless(const char *Path, const char *Mode) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when the function returns [fd-leak]}}
  if (Fd < 0)
    return NULL;
  return stream(Fd, Mode);
}

int first(const char *Path) {
  FILE *In = careful(Path, "r");
  if (!In)
    return -1;
  int C = fgetc(In);
  fclose(In);
  return C;
}

int second(const char *Path) {
  FILE *In = careless(Path, "r");
  if (!In)
    return -1;
  int C = fgetc(In);
  fclose(In);
  return C;
}

int forgets(const char *Path) {
  FILE *In = careful(Path, "r"); // expected-warning {{stream 'In' is still open when the function returns [fd-leak]}}
  if (!In)
    return -1;
  return fgetc(In);
}
