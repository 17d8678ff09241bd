// fd-pipe-end-open: the parent reads to the end and holds the write end
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int show(const char *program) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return -1;
  pid_t pid = fork();
  if (pid < 0) {
    close(ends[0]);
    close(ends[1]);
    return -1;
  }
  if (pid == 0) {
    dup2(ends[1], 1);
    execlp(program, program, (char *)0);
    _exit(127);
  }
#ifdef RIGHT
  close(ends[1]);
#endif
  char bytes[512];
  ssize_t n;
  while ((n = read(ends[0], bytes, sizeof bytes)) > 0)
    fwrite(bytes, 1, (size_t)n, stdout);
  close(ends[0]);
#ifndef RIGHT
  close(ends[1]);
#endif
  return 0;
}
