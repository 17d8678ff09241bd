// fd-leak: fork fails, and both ends of the pipe stay open
#define _GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>

int start(const char *program, pid_t *pid) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return -1;
  *pid = fork();
  if (*pid < 0) {
#ifdef RIGHT
    close(ends[0]);
    close(ends[1]);
#endif
    return -1;
  }
  if (*pid == 0) {
    dup2(ends[1], 1);
    execlp(program, program, (char *)0);
    _exit(127);
  }
  close(ends[1]);
  return ends[0];
}
