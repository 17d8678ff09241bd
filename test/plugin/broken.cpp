// What does not compile is not analysed, and that is said once.
// RUN: not %clang-tidy --load=%plugin --config={} --checks=-*,fd-* --quiet %s -- 2>&1 | FileCheck %s
// RUN: not %clang-tidy --load=%plugin --config={} --checks=-*,fd-* --quiet %s -- -DMISSING 2>&1 | FileCheck %s
// CHECK-NOT: warning:
// CHECK: broken.cpp:1:1: remark: not analysed for descriptor bugs: this does not compile [fd-
// CHECK-NOT: remark:
// CHECK-NOT: warning:
#ifdef MISSING
#include "no-such-header.h"
#endif
#include <fcntl.h>

void leak(const char *Path) {
  int Fd = open(Path, O_RDONLY);
  (void)Fd;
}
int Undeclared = NoSuchName;
