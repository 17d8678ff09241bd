// Only the C library's headers are known to keep nothing: an event loop's function
// takes what it is given, wherever its header lies.
// RUN: %check-fd fd-* %s -isystem %S/Inputs/include
#include <loop.h>
#include <sys/socket.h>
#include <unistd.h>

static void ready(int Fd) { (void)Fd; }

int watched(void) {
  int Fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (Fd < 0)
    return -1;
  return loop_watch(Fd, ready);
}

int listens(void) {
  int Fd = socket(AF_UNIX, SOCK_STREAM, 0); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return -1;
  return listen(Fd, 1);
}
