// A handle that some path does not close, once for each kind of handle.
// RUN: %check-fd fd-* %s
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int descriptor(const char *Path, int Limit) {
  int Fd = open(Path, O_RDONLY); // expected-warning {{descriptor 'Fd' is still open when the function returns [fd-leak]}}
  if (Fd < 0)
    return -1;
  if (Limit > 3) // expected-note {{assuming 'Limit' > 3}}
    return 1;    // expected-note {{lost here: the function returns}}
  close(Fd);
  return 0;
}

int stream(const char *Path) {
  FILE *F = fopen(Path, "r"); // expected-warning {{stream 'F' is still open when the function returns [fd-leak]}}
  if (!F)
    return -1;
  return fgetc(F); // expected-note {{lost here}}
}

int directory(const char *Path) {
  DIR *D = opendir(Path); // expected-warning {{directory stream 'D' is still open}}
  return D ? 0 : -1;
}

int pipes(void) {
  int Ends[2];
  if (pipe(Ends) != 0) // expected-warning {{both ends of the pipe, 'Ends[0]' and 'Ends[1]', are still open when the function returns [fd-leak]}}
    return -1;
  return 0;
}

int oneEnd(void) {
  int Ends[2];
  if (pipe(Ends) != 0) // expected-warning {{read end 'Ends[0]' of the pipe is still open}}
    return -1;
  close(Ends[1]);
  return 0;
}

int right(const char *Path, int Limit) {
  int Fd = open(Path, O_RDONLY);
  if (Fd < 0)
    return -1;
  close(Fd);
  return Limit > 3;
}
