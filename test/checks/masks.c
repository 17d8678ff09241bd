// A bit of a number that nobody knows is the same bit when it is tested again.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <unistd.h>

struct Job {
  int Flags;
};

int same(int Flags, const char *Path) {
  int Fd = -1;
  if (Flags & 4) {
    Fd = open(Path, O_RDONLY);
    if (Fd < 0)
      return -1;
  }
  pause();
  if (Flags & 4)
    close(Fd);
  return 0;
}

int complement(int Flags, const char *Path) {
  int Fd = -1;
  if (~Flags & 4) {
    Fd = open(Path, O_RDONLY);
    if (Fd < 0)
      return -1;
  }
  pause();
  if (!(Flags & 4))
    close(Fd);
  return 0;
}

static void finish(int Flags, int Fd) {
  if (Flags & 4)
    close(Fd);
}

int inField(struct Job *J, const char *Path) {
  int Fd = -1;
  if (J->Flags & 4)
    Fd = open(Path, O_RDONLY);
  if (J->Flags & 4 && Fd < 0)
    return -1;
  pause();
  if ((J->Flags & 4) != 0)
    close(Fd);
  return 0;
}

int byHelper(int Flags, const char *Path) {
  int Fd = -1;
  if (Flags & 4) {
    Fd = open(Path, O_RDONLY);
    if (Fd < 0)
      return -1;
  }
  finish(Flags, Fd);
  return 0;
}

int anotherBit(int Flags, const char *Path) {
  int Fd = -1;
  if (Flags & 4) {
    Fd = open(Path, O_RDONLY); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
    if (Fd < 0)
      return -1;
  }
  if (Flags & 8)
    close(Fd);
  return 0;
}

int opposite(int Flags, const char *Path) {
  int Fd = -1;
  if (Flags & 4) {
    Fd = open(Path, O_RDONLY); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
    if (Fd < 0)
      return -1;
  }
  if (~Flags & 4)
    close(Fd);
  return 0;
}

int changed(int Flags, const char *Path) {
  int Fd = -1;
  if (Flags & 4) {
    Fd = open(Path, O_RDONLY); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
    if (Fd < 0)
      return -1;
  }
  Flags &= ~4;
  if (Flags & 4)
    close(Fd);
  return 0;
}
