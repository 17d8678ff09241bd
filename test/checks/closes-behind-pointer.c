// Who is given the address of a variable and always closes what it holds is a
// closer, also where the end of the scope runs it: what it closes was only lent
// before.
// RUN: %check-fd fd-* %s
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static void closeIt(int *Fd) {
  if (!Fd || *Fd < 0)
    return;
  close(*Fd);
  *Fd = -1;
}

static void closeBehind(void *Pointer) {
  int *Fd = Pointer;
  if (*Fd >= 0)
    close(*Fd);
}

#define SCOPED __attribute__((cleanup(closeBehind)))

void inherit(int Fd);
void show(int Fd);
void adopt(int Fd);
void keep(int Fd);
int openChannel(int Number);
int findChannel(int Number);

void inherited(char **Path) {
  SCOPED int Fd = -1;
  if (Path[0]) {
    Fd = open(Path[0], O_RDONLY | O_CLOEXEC);
    if (Fd < 0)
      return;
    inherit(Fd);
  }
  if (Path[1]) {
    Fd = open(Path[1], O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is overwritten while still open}}
    if (Fd < 0)
      return;
    inherit(Fd);
  }
}

void shown(void) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return;
  show(Fd);
  closeIt(&Fd);
}

void shownOnly(void) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd >= 0)
    show(Fd);
}

// Emptied by way of a pointer: the cleanup has nothing to close.
void adopted(char **Path) {
  SCOPED int Fd = open(Path[0], O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return;
  adopt(Fd);
  int *Mine = &Fd;
  *Mine = -1;
}

void adoptedOnly(void) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  if (Fd >= 0)
    adopt(Fd);
}

// Closed on some paths only: that proves nothing.
static void closeSome(int *Fd) {
  if (*Fd > 100)
    close(*Fd);
}

void kept(void) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return;
  keep(Fd);
  closeSome(&Fd);
}

// Another parameter's pointee is none of this one's.
static void closeSecond(int *Kept, int *Gone) {
  *Kept = -1;
  close(*Gone);
}

void put(int Fd);
void putBoth(void) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  int Other = open("y", O_RDONLY | O_CLOEXEC);
  if (Fd < 0 || Other < 0)
    _exit(1);
  put(Fd);
  closeSecond(&Fd, &Other);
}

// A function whose result callers so close opens it.
int channel(int Number) {
  SCOPED int Fd = openChannel(Number);
  if (Fd < 0)
    return -1;
  char Byte;
  return read(Fd, &Byte, 1) == 1 ? Byte : -1;
}

int lostChannel(int Number) {
  int Fd = openChannel(Number); // expected-warning {{descriptor 'Fd' is still open}}
  char Byte;
  if (Fd < 0)
    return -1;
  if (read(Fd, &Byte, 1) != 1)
    return -1;
  close(Fd);
  return Byte;
}

int found(int Number) {
  int Fd = findChannel(Number);
  char Byte;
  if (Fd < 0)
    return -1;
  return read(Fd, &Byte, 1) == 1 ? Byte : -1;
}

// Who gets the result may close it, if a flag says so: that is no mere use.
int openFile(int Number);
static int copy(int From, int To, int Close) {
  char Byte;
  int Got = read(From, &Byte, 1) == 1 ? write(To, &Byte, 1) : -1;
  if (Close)
    close(To);
  return Got;
}

int copied(int From) {
  int To = openFile(1);
  if (To < 0)
    return -1;
  return copy(From, To, 1);
}

int lostFile(void) {
  char Byte;
  int Fd = openFile(2); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return -1;
  if (read(Fd, &Byte, 1) != 1)
    return -1;
  close(Fd);
  return Byte;
}
