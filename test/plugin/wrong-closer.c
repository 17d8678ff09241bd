// A handle is closed by the closer of another kind.
// RUN: %check-fd fd-* %s -std=gnu17
#include <stdio.h>

int wrong(const char *Command) {
  FILE *F = popen(Command, "r"); // expected-note {{opened here by 'popen'}}
  if (!F)
    return -1;
  return fclose(F); // expected-warning {{stream 'F' from 'popen' is closed by 'fclose' instead of 'pclose' [fd-wrong-closer]}}
}

int right(const char *Command) {
  FILE *F = popen(Command, "r");
  if (!F)
    return -1;
  return pclose(F);
}
