// An array that is filled by a count: the element after the last is not the last.
// RUN: %check-fd fd-* %s
#define _GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>

struct Table {
  int Fds[64];
  int Count;
} All;

void fill(const char *const *Paths) {
  for (; *Paths; ++Paths) {
    All.Fds[All.Count] = open(*Paths, O_RDONLY | O_CLOEXEC);
    if (All.Fds[All.Count] < 0)
      _exit(1);
    All.Count++;
  }
}

void fillThrough(struct Table *T, const char *const *Paths) {
  for (; *Paths; ++Paths) {
    T->Fds[T->Count] = open(*Paths, O_RDONLY | O_CLOEXEC);
    if (T->Fds[T->Count] < 0)
      return;
    T->Count += 1;
  }
}

static int next(void) { return ++All.Count < 64; }

void fillByHelper(const char *const *Paths) {
  do {
    All.Fds[All.Count] = open(*Paths, O_RDONLY | O_CLOEXEC);
    if (All.Fds[All.Count] < 0)
      return;
  } while (*++Paths && next());
}

int fillTwice(int Index, const char *Path, const char *Other) {
  All.Fds[Index] = open(Path, O_RDONLY | O_CLOEXEC);
  if (All.Fds[Index] < 0)
    return -1;
  All.Fds[Index] = open(Other, O_RDONLY | O_CLOEXEC); // expected-warning {{'All.Fds[...]' is overwritten while still open}}
  return All.Count++;
}
