// A function out of view that is given a handle again, and has not failed with it,
// was only lent it before.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

struct Line;
int readLine(FILE *File, struct Line *L);
int readPair(FILE *File, struct Line *L);
int good(struct Line *L);

int load(const char *Name, struct Line *L) {
  FILE *File = fopen(Name, "re"); // expected-warning {{stream 'File' is still open}}
  if (!File)
    return -1;
  while (!readLine(File, L))
    if (!good(L))
      return -1;
  return 0;
}

int loadFew(const char *Name, struct Line *L) {
  FILE *File = fopen(Name, "re"); // expected-warning {{stream 'File' is still open}}
  if (!File)
    return -1;
  if (readPair(File, L) < 0)
    return -1;
  if (good(L))
    readPair(File, L);
  return 0;
}

// Given again after it has failed, it may be kept where that went well.
int adopt(int Fd, int How);

int handOver(const char *Name) {
  int Fd = open(Name, O_RDONLY);
  if (Fd < 0)
    return -1;
  if (adopt(Fd, 0) < 0 && adopt(Fd, 1) < 0) {
    close(Fd);
    return -1;
  }
  return 0;
}

int keep(int Fd);

int handOverInTheEnd(const char *Name) {
  int Fd = open(Name, O_RDONLY);
  if (Fd < 0)
    return -1;
  while (keep(Fd) < 0)
    sleep(1);
  return 0;
}

// Each round's is another one.
int serve(int Fd);

void serveAll(const char *Name) {
  for (;;) {
    int Fd = open(Name, O_RDONLY);
    if (Fd < 0)
      continue;
    serve(Fd);
  }
}

// Either call is the only one.
int show(int Fd, int Way);

void showEither(const char *Name, int Way) {
  int Fd = open(Name, O_RDONLY);
  if (Fd < 0)
    return;
  if (Way)
    show(Fd, 1);
  if (!Way)
    show(Fd, 0);
}

// For each event that is waited for, it is registered with who will close it.
void watch(int Fd, int Event, void (*Ready)(int Fd));
void readable(int Fd);
void writable(int Fd);

void watchBoth(const char *Name) {
  int Fd = open(Name, O_RDWR);
  if (Fd < 0)
    return;
  watch(Fd, 1, readable);
  watch(Fd, 2, writable);
}

// Lending it on to somebody who is known to borrow is no giving on: that it is
// closed where that fails shows nothing of who got it before.
int enlist(int Fd);
int tell(int Fd, int What);

void told(const char *Name) {
  int Fd = open(Name, O_RDONLY);
  if (Fd < 0)
    return;
  tell(Fd, 0);
  close(Fd);
}

void enlistAll(const char *Name) {
  for (;;) {
    int Fd = open(Name, O_RDONLY);
    if (Fd < 0)
      return;
    if (enlist(Fd) != 0 || tell(Fd, 1) < 0)
      close(Fd);
  }
}

int store(int Fd);
int pass(int Fd);

int passed(const char *Name) {
  int Fd = open(Name, O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return -1;
  if (store(Fd) < 0)
    return -1;
  if (pass(Fd) < 0) {
    close(Fd);
    return -1;
  }
  return 0;
}
