// A shell's pipeline: each round but the last opens a pipe, by a test that is made
// again wherever the pipe is used.
// RUN: %check-fd fd-* %s
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

int runs(char ***Commands, int Count) {
  int Previous = -1;
  int Pipe[2];
  for (int I = 0; I < Count; I++) {
    if (I + 1 < Count && pipe2(Pipe, O_CLOEXEC) < 0) {
      if (Previous >= 0)
        close(Previous);
      return -1;
    }
    if (fork() == 0) {
      if (Previous >= 0)
        dup2(Previous, 0);
      if (I + 1 < Count)
        dup2(Pipe[1], 1);
      execvp(Commands[I][0], Commands[I]);
      _exit(127);
    }
    if (Previous >= 0)
      close(Previous);
    if (I < Count - 1) {
      close(Pipe[1]);
      Previous = Pipe[0];
    }
  }
  while (wait(0) > 0)
    ;
  return 0;
}

// The write end of the last pipe but one is forgotten: the test is another one.
int forgets(char ***Commands, int Count) {
  int Previous = -1;
  int Pipe[2];
  for (int I = 0; I < Count; I++) {
    if (I + 1 < Count && pipe2(Pipe, O_CLOEXEC) < 0) { // expected-warning {{write end 'Pipe[1]' of the pipe}}
      if (Previous >= 0)
        close(Previous);
      return -1;
    }
    if (fork() == 0) {
      if (Previous >= 0)
        dup2(Previous, 0);
      execvp(Commands[I][0], Commands[I]);
      _exit(127);
    }
    if (Previous >= 0)
      close(Previous);
    Previous = -1;
    if (I + 1 < Count)
      Previous = Pipe[0];
    if (I + 2 < Count)
      close(Pipe[1]);
  }
  if (Previous >= 0)
    close(Previous);
  return 0;
}
