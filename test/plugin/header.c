// The header filter, system headers and NOLINT are clang-tidy's business, and work.
// RUN: %check-fd fd-* %s --tidy-arg=--header-filter=.*
// RUN: %check-fd fd-* %s --tidy-arg=--header-filter=nothing --prefix=main
// RUN: %check-fd fd-* %s --tidy-arg=--header-filter=.* --prefix=main -isystem %S/Inputs
#ifdef __has_include
#if __has_include(<leaky.h>)
#include <leaky.h>
#else
#include "Inputs/leaky.h"
#endif
#endif

// expected-warning@Inputs/leaky.h:3 {{descriptor 'Fd' is still open}}
void leak(const char *Path) {
  int Fd = open(Path, O_RDONLY); // expected-warning {{'Fd' is still open}} main-warning {{'Fd' is still open}}
  (void)Fd;
}

void silenced(const char *Path) {
  int Fd = open(Path, O_RDONLY); // NOLINT(fd-leak)
  (void)Fd;
}
