// Flags that come in and, in one special case, go out as a descriptor.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <unistd.h>

static int copy(const char *From, const char *To, int *Flags) {
  int Fd = open(To, O_WRONLY | O_CREAT, 0600);
  if (Fd < 0)
    return -1;
  if (From == To) {
    *Flags = Fd;
    return 0;
  }
  close(Fd);
  if (*Flags & 4)
    unlink(From);
  return 0;
}
int moves(const char *From, const char *To) {
  int Flags = 4;
  return copy(From, To, &Flags);
}

// Whose low bits find a place in a table may be a descriptor.
static int Table[16];
static int openNumbered(const char *Path, int *Fd) {
  *Fd = open(Path, O_RDONLY);
  if (*Fd < 0)
    return -1;
  Table[*Fd & 15]++;
  return 0;
}
int forgets(const char *Path) {
  int Fd;
  return openNumbered(Path, &Fd); // expected-warning {{descriptor 'Fd' is still open}}
}
