// fd-leak: the second pipe fails, and the first stays open
#define _GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>

int both(int in[2], int out[2]) {
  int a[2], b[2];
  if (pipe2(a, O_CLOEXEC) != 0)
    return -1;
  if (pipe2(b, O_CLOEXEC) != 0) {
#ifdef RIGHT
    close(a[0]);
    close(a[1]);
#endif
    return -1;
  }
  in[0] = a[0], in[1] = a[1];
  out[0] = b[0], out[1] = b[1];
  return 0;
}
