// `fdtidy analyze` says what the plugin says, in the form of Clang's diagnostics.
// RUN: cd %S && not %fdtidy analyze analyze.c -- 2>&1 | FileCheck %s --match-full-lines
// RUN: cd %S && not %fdtidy analyze analyze.c --strict -- 2>&1 | FileCheck %s --check-prefix=STRICT
// RUN: cd %S && not %fdtidy analyze analyze.c --dump-function=second -- | FileCheck %s --check-prefix=SECOND
// RUN: cd %S && %fdtidy analyze analyze.c --dump-function=main -- | count 0
// RUN: cd %S && not %fdtidy analyze analyze.c --dump=facts -- | FileCheck %s --check-prefix=FACTS
// RUN: cd %S && not %fdtidy analyze analyze.c --stats -- 2>&1 >/dev/null | FileCheck %s --check-prefix=STATS
// RUN: cd %S && not %fdtidy analyze analyze.c --explain-gaps -- 2>&1 >/dev/null | FileCheck %s --check-prefix=GAPS
#include <fcntl.h>
#include <unistd.h>

void mystery(int);

void first(const char *Path, int Size) {
  int Fd = open(Path, O_RDONLY);
  if (Fd < 0)
    return;
  if (Size)
    return;
  close(Fd);
}
// CHECK: analyze.c:15:12: warning: descriptor 'Fd' is still open when the function returns [fd-leak]
// CHECK-NEXT: analyze.c:18:7: note: assuming 'Size' != 0
// CHECK-NEXT: analyze.c:19:5: note: lost here: the function returns

void second(const char *Path) {
  int Fd = open(Path, O_RDONLY);
  close(Fd);
  close(Fd);
}
// CHECK-NEXT: analyze.c:29:3: warning: descriptor 'Fd' is closed twice [fd-double-close]
// CHECK-NEXT: analyze.c:27:12: note: opened here by 'open'
// CHECK-NEXT: analyze.c:28:3: note: first closed here by 'close'
// CHECK-NOT: {{.*}}warning:{{.*}}

void gone(const char *Path) {
  mystery(open(Path, O_RDONLY));
}

// SECOND: analyze.c:29:3: warning:
// SECOND-NOT: warning:
// STRICT: [fdstrict-cloexec]
// FACTS: fdir 1 "analyze.c"
// FACTS: acquire by "open"
// FACTS-NOT: warning:
// STATS: analysed 1 translation units: {{[1-9][0-9]*}} functions, 3 acquisitions, {{.*}} 0 past a budget, 2 findings in {{.*}} ms
// GAPS: analyze.c:37:3: gap: unknown callee 'mystery' in 'gone'
