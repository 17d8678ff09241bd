// RUN: %fdtidy lower --everything %s -- -std=c++20 | FileCheck %s
// RUN: %fdtidy lower --everything %s -- -std=c++20 -stdlib=libc++ | FileCheck %s
// What an atomic held before is a value of its own; a comparison that exchanges
// is a branch.
#include <atomic>

// CHECK-LABEL: "swapped"
// CHECK: [[OLD:%t[0-9]+]] = (*%A)."atomic::"
// CHECK-NEXT: (*%A)."atomic::" = %New
// CHECK-NEXT: ret = [[OLD]]
int swapped(std::atomic<int> &A, int New) { return A.exchange(New); }

// CHECK-LABEL: "once"
// CHECK: br b[[IS:[0-9]+]] if (*%Done)."atomic::" == %Was {{.*}}, b[[NOT:[0-9]+]] if
// CHECK: b[[IS]]:
// CHECK-NEXT: (*%Done)."atomic::" = 1
// CHECK-NEXT: [[RESULT:%t[0-9]+]] = 1
// CHECK: b[[NOT]]:
// CHECK-NEXT: %Was = (*%Done)."atomic::"
// CHECK-NEXT: [[RESULT]] = 0
// CHECK: ret = [[RESULT]]
bool once(std::atomic<bool> &Done) {
  bool Was = false;
  return Done.compare_exchange_strong(Was, true);
}

// CHECK-LABEL: "counted"
// CHECK: (*%A)."atomic::" = ?
// CHECK: [[NOW:%t[0-9]+]] = (*%A)."atomic::"
// CHECK: ret = [[NOW]]
int counted(std::atomic<int> &A) {
  ++A;
  return A;
}
