// Where only our checks are on, clang-tidy's walk over the AST ends at once. A check
// of somebody else's, and the static analyzer, see all of it still.
// RUN: %clang-tidy --load=%plugin --config={} --checks=-*,fd-leak,bugprone-terminating-continue,clang-analyzer-core.NullDereference --quiet %s -- -std=c++20 2>/dev/null | FileCheck %s --implicit-check-not=warning:
// RUN: %clang-tidy --load=%plugin --config={} --checks=-*,fd-leak,clang-analyzer-core.NullDereference --quiet %s -- -std=c++20 2>/dev/null | FileCheck %s --check-prefix=ANALYZER --implicit-check-not=warning:
#include <fcntl.h>

void loses(const char *Path) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC);
  // CHECK-DAG: :[[@LINE-1]]:12: warning: descriptor 'Fd' is still open {{.*}} [fd-leak]
  // ANALYZER-DAG: :[[@LINE-2]]:12: warning: descriptor 'Fd' is still open {{.*}} [fd-leak]
}

void turnsOnce() {
  do
    continue;
  // CHECK-DAG: :[[@LINE-1]]:5: warning: {{.*}} [bugprone-terminating-continue]
  while (false);
}

int follows(int *Pointer) {
  if (!Pointer)
    return *Pointer;
  // CHECK-DAG: :[[@LINE-1]]:12: warning: {{.*}} [clang-analyzer-core.NullDereference]
  // ANALYZER-DAG: :[[@LINE-2]]:12: warning: {{.*}} [clang-analyzer-core.NullDereference]
  return 0;
}
