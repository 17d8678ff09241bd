// C has nothing but raw owners.
// RUN: %check-fd fd-leak,fdstrict-raw-owner %s
#include <fcntl.h>
#include <unistd.h>

void byHand(const char *Path) {
  int Fd = open(Path, O_RDONLY);
  if (Fd >= 0)
    close(Fd);
}
void lost(const char *Path) {
  int Fd = open(Path, O_RDONLY); // expected-warning {{still open}}
  (void)Fd;
}
