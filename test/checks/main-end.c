// What main leaves open as it ends goes with the process.
// RUN: %check-fd fd-* %s
#include <stdio.h>

int main(int Argc, char **Argv) {
  for (int I = 2; I < Argc; ++I) {
    FILE *Each = fopen(Argv[I], "r"); // expected-warning {{stream 'Each' is still open when its scope ends}}
    if (Each)
      fgetc(Each);
  }
  FILE *In = fopen(Argv[1], "r");
  if (In)
    fgetc(In);
}
