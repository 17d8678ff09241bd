// freopen(3) returns the stream that it was given, or closes it and returns null.
// RUN: %fdtidy lower --everything %s -- -std=gnu2x | FileCheck %s
#include <stdio.h>

FILE *again(FILE *f) { return freopen("x", "re", f); }
// CHECK-LABEL: "again"
// CHECK: ret = release %f by "freopen" file ok(ret == 0)
// CHECK-NOT: ret = %f
// CHECK: br b{{[0-9]+}} if ret != 0
// CHECK: ret = %f
