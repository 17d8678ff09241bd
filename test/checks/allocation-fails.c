// malloc may fail: what is open then is lost by the early return. Who has tested
// the pointer once, or stored a handle through it, knows that it did not.
// RUN: %check-fd fd-* %s
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct Connection {
  int Fd;
  char *Buffer;
};

struct Connection *connection(const char *Path) {
  struct Connection *C = malloc(sizeof *C);
  if (!C)
    return NULL;
  C->Fd = open(Path, O_RDWR); // expected-warning {{descriptor 'C->Fd' is still open when the record that holds it is freed [fd-leak]}}
  if (C->Fd < 0) {
    free(C);
    return NULL;
  }
  C->Buffer = malloc(4096);
  if (!C->Buffer) {
    free(C);
    return NULL;
  }
  return C;
}

struct Connection *careful(const char *Path) {
  struct Connection *C = malloc(sizeof *C);
  if (!C)
    return NULL;
  C->Fd = open(Path, O_RDWR);
  if (C->Fd < 0) {
    free(C);
    return NULL;
  }
  C->Buffer = malloc(4096);
  if (!C->Buffer) {
    close(C->Fd);
    free(C);
    return NULL;
  }
  return C;
}

int twice(const char *Path) {
  char *Name = strdup(Path);
  if (!Name)
    return -1;
  int Fd = open(Name, O_RDONLY);
  if (Fd < 0) {
    free(Name);
    return -1;
  }
  if (Name) { // known: it was tested
    close(Fd);
    free(Name);
  }
  return 0;
}

int untested(const char *Path) {
  char *Name = strdup(Path);
  int Fd = open(Path, O_RDONLY); // expected-warning {{descriptor 'Fd' is still open when the function returns [fd-leak]}}
  if (Fd < 0)
    return -1;
  if (!Name)
    return -1;
  close(Fd);
  free(Name);
  return 0;
}

static char *buffer(void) {
  char *New = malloc(16);
  return New;
}

int wrapped(const char *Path) {
  int Fd = open(Path, O_RDONLY); // expected-warning {{descriptor 'Fd' is still open when the function returns [fd-leak]}}
  char *Own = buffer();
  if (!Own)
    return -1;
  close(Fd);
  free(Own);
  return 0;
}
