// The result of an acquisition is never kept.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <unistd.h>

void create(const char *Path) {
  open(Path, O_CREAT | O_WRONLY, 0600); // expected-warning {{the descriptor that 'open' returns is never kept [fd-discarded]}}
}

void createAndClose(const char *Path) {
  close(open(Path, O_CREAT | O_WRONLY, 0600));
}
