// `fdtidy analyze --dump=disjuncts` prints what the solver knows, run by run and block by
// block: here that the handle is open on one way out, and gone on the other.
// RUN: cd %S && %fdtidy analyze disjuncts.c --dump=disjuncts --dump-function=kept -- | FileCheck %s
// RUN: cd %S && %fdtidy analyze disjuncts.c --dump=disjuncts --dump-function=none -- | count 0
#include <fcntl.h>
#include <unistd.h>

int kept(const char *Path, int Size) {
  int Fd = open(Path, O_RDONLY);
  if (Fd < 0)
    return -1;
  if (Size) {
    close(Fd);
    return -1;
  }
  return Fd;
}
// CHECK: kept
// CHECK-NEXT: no handle:
// CHECK: a handle acquired at 9:12:
// CHECK: return: { Open:raw | ret=h0 |
