// Used before it is known that the acquisition succeeded; opt-in.
// RUN: %check-fd fdstrict-unchecked-use %s
// RUN: %check-fd fd-* %s --prefix=default
#include <fcntl.h>
#include <unistd.h>

// default-no-diagnostics
long unchecked(const char *Path, char *Into) {
  int Fd = open(Path, O_RDONLY); // expected-note {{opened here by 'open'}}
  long N = read(Fd, Into, 1);    // expected-warning {{descriptor 'Fd' is used by 'read' before 'open' is known to have succeeded [fdstrict-unchecked-use]}}
  close(Fd);
  return N;
}

long checked(const char *Path, char *Into) {
  int Fd = open(Path, O_RDONLY);
  if (Fd < 0)
    return -1;
  long N = read(Fd, Into, 1);
  close(Fd);
  return N;
}
