// Every acquisition without close-on-exec; opt-in.
// RUN: %check-fd fd-*,fdstrict-cloexec %s -std=gnu17
// RUN: %check-fd fd-* %s --prefix=default -std=gnu17
#include <fcntl.h>
#include <unistd.h>

// default-no-diagnostics
void inherited(const char *Path) {
  int Fd = open(Path, O_RDONLY); // expected-warning {{what 'open' opens is not close-on-exec [fdstrict-cloexec]}}
  if (Fd >= 0)
    close(Fd);
}

void kept(const char *Path) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC);
  if (Fd >= 0)
    close(Fd);
}
