// The fix-its in C++: names that are nearer than the library's are left alone.
// RUN: cp %s %t.cpp
// RUN: %clang-tidy --load=%plugin --config={} --checks=-*,fdstrict-cloexec --fix --quiet %t.cpp -- -std=c++20
// RUN: FileCheck %s --input-file=%t.cpp
// RUN: %clangxx -std=c++20 -fsyntax-only %t.cpp
#include <fcntl.h>
#include <unistd.h>

namespace site {
int pipe2(int *, int, int);
// CHECK-LABEL: bool nearer(
bool nearer(int *P) {
  // CHECK: ::pipe2(P, O_CLOEXEC) == 0
  if (::pipe(P) == 0)
    return true;
  // CHECK: return pipe(P) == 0;
  return pipe(P) == 0;
}
} // namespace site

// CHECK-LABEL: int ofTemplate(
template <typename T> int ofTemplate(T Path) {
  // CHECK: return open(Path, O_RDONLY | O_CLOEXEC);
  return open(Path, O_RDONLY);
}
int one(const char *Path) { return ofTemplate(Path); }
int other(char *Path) { return ofTemplate(Path); }

// CHECK-LABEL: inLambda =
auto inLambda = [](int Fd) {
  // CHECK: return fcntl(Fd, F_DUPFD_CLOEXEC, 0);
  return dup(Fd);
};
