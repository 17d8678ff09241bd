// Sentinels and flags say whether it is open, also far apart.
// RUN: %check-fd fd-* %s -D_GNU_SOURCE
#include <assert.h>
#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

int work(int Fd);

void sentinel(bool Early) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  if (Early && Fd >= 0) {
    close(Fd);
    Fd = -1;
  }
  if (Fd >= 0)
    close(Fd);
}
void sentinelForgotten(bool Early) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  if (Early && Fd >= 0)
    close(Fd);
  if (Fd >= 0)
    close(Fd); // expected-warning {{'Fd' is closed twice}}
}
void flagged(bool Wanted) {
  bool Open = false;
  int Fd;
  if (Wanted) {
    Fd = open("x", O_RDONLY | O_CLOEXEC);
    if (Fd < 0)
      return;
    Open = true;
  }
  work(0);
  if (Open)
    close(Fd);
}
void flagForgotten(bool Wanted) {
  bool Open = false;
  int Fd;
  if (Wanted) {
    Fd = open("x", O_RDONLY | O_CLOEXEC); // expected-warning {{'Fd' is still open}}
    if (Fd < 0)
      return;
  }
  work(0);
  if (Open)
    close(Fd);
}
void sameCondition(const char *Path) {
  int Fd = -1;
  if (Path)
    Fd = open(Path, O_RDONLY | O_CLOEXEC);
  for (int I = 0; I < 3; ++I)
    work(I);
  if (Path)
    close(Fd);
}
void otherCondition(const char *Path, const char *Other) {
  int Fd = -1;
  if (Path)
    Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{'Fd' is still open}}
  for (int I = 0; I < 3; ++I)
    work(I);
  if (Other)
    close(Fd);
}
void asserted(void) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  assert(Fd >= 0);
  if (Fd < 0)
    return;
  close(Fd);
}
void assertedAndLost(void) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC); // expected-warning {{'Fd' is still open}}
  assert(Fd >= 0);
}
void greater(void) { // descriptor 0 is only likely
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  if (Fd > 0)
    close(Fd);
}
void greaterThanOne(void) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC); // expected-warning {{'Fd' is still open}}
  if (Fd > 0)
    return;
}
