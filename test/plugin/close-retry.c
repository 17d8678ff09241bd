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

// One statement, one report, whichever of the elements it is.
#define RETRY(Call)                                                            \
  ({                                                                           \
    int R;                                                                     \
    do                                                                         \
      R = (Call);                                                              \
    while (R < 0 && errno == EINTR);                                           \
    R;                                                                         \
  })
void retriedAll(int **List) {
  int *At = *List;
  for (int I = 0; At[I] >= 0; I++)
    RETRY(close(At[I])); // expected-warning {{is closed again after 'close' was interrupted: it was closed even so [fd-close-retry]}}
}

void retriedTwice(int *Ends) {
  RETRY(close(Ends[0])); // expected-warning {{is closed again after 'close' was interrupted: it was closed even so [fd-close-retry]}}
  RETRY(close(Ends[1])); // expected-warning {{descriptor 'Ends[1]' is closed again after 'close' was interrupted: it was closed even so [fd-close-retry]}}
}
