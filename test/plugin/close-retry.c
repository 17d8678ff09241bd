// After EINTR the descriptor is closed, close(2); its number may be another's.
// RUN: %check-fd fd-* %s
#include <errno.h>
#include <unistd.h>

void retried(int Fd) {
  while (close(Fd) < 0 && errno == EINTR) // expected-warning {{descriptor 'Fd' is closed again after 'close' was interrupted: it was closed even so [fd-close-retry]}}
    ;
}

int reported(int Fd) {
  if (close(Fd) < 0 && errno != EINTR)
    return errno;
  return 0;
}
