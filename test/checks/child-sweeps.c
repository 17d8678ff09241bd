// A child that has closed all numbers but its own holds no other end of a pipe.
// RUN: %check-fd fd-pipe-end-open %s
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static void serve(int From) {
  char C;
  while (read(From, &C, 1) > 0)
    ;
  exit(0);
}

int swept(void) {
  int Fds[2];
  if (pipe(Fds) != 0)
    return -1;
  pid_t Pid = fork();
  if (Pid != 0) {
    close(Fds[0]);
    return Fds[1];
  }
  for (int Fd = 3; Fd < 100; ++Fd)
    if (Fd != Fds[0])
      close(Fd);
  serve(Fds[0]);
  return -1;
}

int unswept(void) {
  int Fds[2];
  if (pipe(Fds) != 0)
    return -1;
  pid_t Pid = fork();
  if (Pid != 0) {
    close(Fds[0]);
    return Fds[1];
  }
  for (int Fd = 0; Fd < 3; ++Fd)
    if (Fd != Fds[0])
      close(0);
  serve(Fds[0]); // expected-warning {{'serve' never sees the end of the pipe}}
  return -1;
}
