// More ways through a function than are told apart: one that opens a member and
// one that leaves it as it is meet as what may be.
// RUN: %check-fd fd-* %s -D_GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct rule {
  char *Path;
  unsigned long Flags;
  struct rule *Next;
};
struct jail {
  int Fd;
  unsigned long Count;
  struct rule *Head, *Tail;
  int Temporary, Known, Wanted;
};
int probe(void);

static int version(struct jail *J) {
  if (J->Known < 0) {
    const int Probed = probe();
    int System = Probed > 0 ? Probed : 0;
    int Wanted = J->Wanted;
    if (Wanted < 0)
      Wanted = 3;
    J->Known = System < Wanted ? System : Wanted;
  }
  return J->Known;
}

static unsigned long flags(int Version) {
  unsigned long Flags = 1;
  if (Version >= 2)
    Flags |= 2;
  if (Version >= 3)
    Flags |= 4;
  return Flags;
}

static int setup(struct jail *J) {
  int Version = version(J);
  unsigned long Flags[] = {flags(Version)};
  (void)Flags;
  J->Fd = open("x", O_RDONLY | O_CLOEXEC);
  if (J->Fd < 0)
    return errno;
  return 0;
}

static int add(struct jail *J, const char *Path, unsigned long Flags) {
  struct rule *R = calloc(1, sizeof(*R));
  if (!R)
    return -ENOMEM;
  R->Path = strdup(Path);
  if (!R->Path) {
    free(R);
    return -ENOMEM;
  }
  R->Flags = Flags;
  if (J->Tail) {
    J->Tail->Next = R;
    J->Tail = R;
  } else {
    J->Head = R;
    J->Tail = R;
  }
  if (J->Count == 0)
    setup(J);
  J->Count++;
  return 0;
}

int addReader(struct jail *J, const char *Path) {
  int Version = version(J);
  return !add(J, Path, flags(Version));
}

int addWriter(struct jail *J, const char *Path) {
  int Version = version(J);
  return !add(J, Path, flags(Version));
}

void addAll(struct jail *J) { // the first one opens
  addReader(J, "a");
  addWriter(J, "b");
  if (J->Temporary)
    addWriter(J, "c");
}

void setupTwice(struct jail *J) {
  setup(J);
  setup(J); // expected-warning {{descriptor 'J->Fd' is overwritten while still open}}
}
