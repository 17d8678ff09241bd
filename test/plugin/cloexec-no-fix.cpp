// Reported, but without a fix-it: the result would not compile, or the text is
// that of a macro.
// RUN: cp %s %t.cpp
// RUN: %clang-tidy --load=%plugin --config={} --checks=-*,fdstrict-cloexec --fix --quiet %t.cpp -- -std=c++20 -D_FORTIFY_SOURCE=0
// RUN: diff %s %t.cpp
// RUN: %check-fd fdstrict-cloexec %s
#include <cstdio>
#include <unistd.h>

extern "C" int open(const char *, int, ...);
int keep(int Fd);
#define OPEN(Path) open(Path, 0)
#define ARGUMENTS "log", 2
#define MODE "r"

void notWritten(int P[2]) {
  keep(OPEN("log")); // expected-warning {{what 'open' opens}}
  keep(open(ARGUMENTS)); // expected-warning {{what 'open' opens}}
  if (FILE *F = fopen("log", MODE)) // expected-warning {{what 'fopen' opens}}
    fclose(F);
  if (FILE *F = fopen("log", "r,ccs=UTF-8")) // expected-warning {{what 'fopen' opens}}
    fclose(F);
}

// O_CLOEXEC and F_DUPFD_CLOEXEC are those of a header that is not included.
void notKnown(int P[2]) {
  keep(open("log", 0)); // expected-warning {{what 'open' opens}}
  keep(dup(1)); // expected-warning {{what 'dup' opens}}
  pipe(P); // expected-warning {{what 'pipe' opens}}
}
