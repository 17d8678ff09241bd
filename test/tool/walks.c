// A pointer that walks over an array comes to a rest at some element of it, however
// many rounds there are.
// RUN: cd %S && %fdtidy analyze walks.c --dump=disjuncts --dump-function=all -- | FileCheck %s
#include <fcntl.h>
#include <unistd.h>

static const char *const Names[] = {"/a", "/b", 0};

void all(void) {
  for (const char *const *Name = Names; *Name; Name++) {
    int Fd = open(*Name, O_RDONLY);
    if (Fd >= 0)
      close(Fd);
  }
}
// CHECK: all
// CHECK-NOT: [?][?]
// CHECK: %Name=&{{.*}}Names{{[^ ]*}}[?]
// CHECK-NOT: [?][?]
