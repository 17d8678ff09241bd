// RUN: %fdtidy lower %s -- | FileCheck %s
// What makes a descriptor only maybe, and whose result is ignored, makes none.
#include <signal.h>
#include <sys/signalfd.h>

// CHECK-LABEL: "change"
// CHECK-NOT: acquire
void change(int fd, const sigset_t *mask) {
  signalfd(fd, mask, SFD_CLOEXEC);
}

// CHECK-LABEL: "forgotten"
// CHECK: acquire by "signalfd"
void forgotten(const sigset_t *mask) {
  signalfd(-1, mask, SFD_CLOEXEC);
}

// CHECK-LABEL: "kept"
// CHECK: acquire by "signalfd"
int kept(int fd, const sigset_t *mask) {
  return signalfd(fd, mask, SFD_CLOEXEC);
}
