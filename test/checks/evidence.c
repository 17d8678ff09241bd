// That some caller closes what it has lent to a function out of view shows that
// the function borrows; that a process ends after such a call shows nothing.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void adopt(int Fd);
void print(int Fd);

void serve(void) {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0)
    return;
  adopt(Fd);
  exit(0);
}

void adopted(void) {
  int Fd = open("x", O_RDONLY);
  if (Fd >= 0)
    adopt(Fd);
}

void show(void) {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0)
    return;
  print(Fd);
  close(Fd);
}

void shown(void) {
  int Fd = open("x", O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd >= 0)
    print(Fd);
}

// An error path that closes nothing is the defect, not the proof: where all went
// well, who had handed the descriptor over would not close it.
int configure(int Fd);
int mark(int Fd);
int attach(int Fd);
int grow(int Fd);
void *wrap(int Fd);
int step(void);

int configured(void) {
  int Fd = open("x", O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return -1;
  if (configure(Fd) < 0)
    return -1;
  close(Fd);
  return 0;
}

struct Client {
  int Fd;
};

int connected(struct Client *C) {
  int Status = -1;
  int Fd = open("x", O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return Status;
  if (mark(Fd) != 0)
    goto Out;
  if (step() < 0) {
    close(Fd);
    goto Out;
  }
  C->Fd = Fd;
  Status = 0;
Out:
  return Status;
}

// What is closed only where the call failed was handed over where it did not.
int attached(void) {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0)
    return -1;
  if (attach(Fd) < 0) {
    close(Fd);
    return -1;
  }
  return 0;
}

void *wrapped(void) {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0)
    return 0;
  void *Object = wrap(Fd);
  if (!Object)
    close(Fd);
  return Object;
}

// Taken back on failure: where all went well, nothing is closed or given on.
int grown(void) {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0)
    return -1;
  grow(Fd);
  if (step() < 0) {
    close(Fd);
    return -1;
  }
  return 0;
}

// A wrapper of a closer closes.
static int shut(int Fd) {
  if (Fd >= 0)
    close(Fd);
  return -1;
}

int peek(int Fd);

int peeked(void) {
  int Fd = open("x", O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return -1;
  if (peek(Fd) < 0)
    return -1;
  shut(Fd);
  return 0;
}

// The number in a message of the program's own is nobody's descriptor.
void report(int Level, const char *Format, ...);
void *make(const char *Property, ...);

int reported(void) {
  int Fd = open("x", O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return -1;
  report(1, "opened %d", Fd);
  return 0;
}

void *made(void) {
  int Fd = open("x", O_RDONLY);
  return Fd < 0 ? 0 : make("fd", Fd, (char *)0);
}

// A pointer to a function that is called before every close only lends, too.
struct Hooks {
  int (*wait)(int Fd, int Seconds);
  int (*take)(int Fd);
} Hooks;

int waited(void) {
  int Fd = open("x", O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return -1;
  if (Hooks.wait(Fd, 1) <= 0) {
    close(Fd);
    return -1;
  }
  if (step() < 0)
    return -1;
  close(Fd);
  return 0;
}

int taken(void) {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0)
    return -1;
  return Hooks.take(Fd);
}

int again(int Fd) {
  if (Hooks.wait(Fd, 2) <= 0)
    goto Failed;
  close(Fd);
  if (step() < 0)
    goto Failed;
  return 0;
Failed:
  close(Fd); // expected-warning {{descriptor 'Fd' is closed twice}}
  return -1;
}
