// What a fork, a second pipe or a second copy leaves open where it fails, and
// what a child leaves open.
// RUN: %check-fd fd-leak,fd-overwrite,fd-double-close,fd-use-after-close %s -std=gnu17
#define _GNU_SOURCE
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

struct Child {
  pid_t Pid;
  int In, Out;
};

int secondPipeFails(struct Child *C) {
  int In[2], Out[2];
  if (pipe2(In, O_CLOEXEC) != 0) // expected-warning {{both ends of the pipe, 'In[0]' and 'In[1]', are still open}}
    return -1;
  if (pipe2(Out, O_CLOEXEC) != 0)
    return -1; // expected-note {{lost here}}
  C->In = In[1];
  C->Out = Out[0];
  close(In[0]);
  close(Out[1]);
  return 0;
}

int forkFails(struct Child *C, char **Argv) {
  int In[2];
  if (pipe2(In, O_CLOEXEC) != 0) // expected-warning {{both ends of the pipe, 'In[0]' and 'In[1]', are still open}}
    return -1;
  C->Pid = fork();
  if (C->Pid < 0)
    return -1; // expected-note {{lost here}}
  if (C->Pid == 0) {
    dup2(In[0], 0);
    execvp(Argv[0], Argv);
    _exit(127); // what is open here goes with the process
  }
  close(In[0]);
  C->In = In[1];
  return 0;
}

int forkFailsRight(struct Child *C, char **Argv) {
  int In[2];
  if (pipe2(In, O_CLOEXEC) != 0)
    return -1;
  C->Pid = fork();
  if (C->Pid < 0) {
    close(In[0]);
    close(In[1]);
    return -1;
  }
  if (C->Pid == 0) {
    dup2(In[0], 0);
    execvp(Argv[0], Argv);
    _exit(127);
  }
  close(In[0]);
  C->In = In[1];
  return 0;
}

int secondCopyFails(int Fds[2]) {
  int First = fcntl(0, F_DUPFD_CLOEXEC, 3); // expected-warning {{descriptor 'First' is still open}}
  if (First < 0)
    return -1;
  int Second = fcntl(1, F_DUPFD_CLOEXEC, 3);
  if (Second < 0)
    return -1; // expected-note {{lost here}}
  Fds[0] = First;
  Fds[1] = Second;
  return 0;
}

// A child that falls through to its parent's code is another process: what it
// has a copy of is not lost there.
int fallsThrough(char **Argv) {
  int In[2];
  if (pipe2(In, O_CLOEXEC) != 0)
    return -1;
  pid_t Pid = fork();
  if (Pid == 0) {
    dup2(In[0], 0);
    execvp(Argv[0], Argv);
    perror("exec");
  }
  if (Pid == 0)
    return -1;
  close(In[0]);
  return In[1];
}

// The wrong end closed: in the child it is used, in the parent it is closed.
int wrongEnd(char **Argv) {
  int In[2];
  if (pipe2(In, O_CLOEXEC) != 0)
    return -1;
  pid_t Pid = fork();
  if (Pid == 0) {
    close(In[0]);
    dup2(In[0], 0); // expected-warning {{read end 'In[0]' of the pipe is used by 'dup2' after it was closed}}
    execvp(Argv[0], Argv);
    _exit(127);
  }
  close(In[0]);
  return In[1];
}

// What one round of a loop leaves is the next one's.
void pipeline(char ***Commands, int Count) {
  int From = -1;
  for (int I = 0; I < Count; ++I) {
    int P[2] = {-1, -1};
    if (I + 1 < Count && pipe2(P, O_CLOEXEC) != 0)
      break;
    if (fork() == 0) {
      if (From >= 0)
        dup2(From, 0);
      if (P[1] >= 0)
        dup2(P[1], 1);
      execvp(Commands[I][0], Commands[I]);
      _exit(127);
    }
    if (From >= 0)
      close(From);
    if (P[1] >= 0)
      close(P[1]);
    From = P[0];
  }
  if (From >= 0)
    close(From);
}

void pipelineForgets(char ***Commands, int Count) {
  int From = -1;
  for (int I = 0; I < Count; ++I) {
    int P[2] = {-1, -1};
    if (I + 1 < Count && pipe2(P, O_CLOEXEC) != 0)
      break;
    if (fork() == 0) {
      if (From >= 0)
        dup2(From, 0);
      if (P[1] >= 0)
        dup2(P[1], 1);
      execvp(Commands[I][0], Commands[I]);
      _exit(127);
    }
    if (P[1] >= 0)
      close(P[1]);
    From = P[0]; // expected-warning {{'From' of the pipe is overwritten while still open}}
  }
  if (From >= 0)
    close(From);
}

// forkpty gives the parent a descriptor, and the child none.
int terminal(char **Argv) {
  int Master;
  pid_t Pid = forkpty(&Master, NULL, NULL, NULL); // expected-warning {{descriptor 'Master' is still open}}
  if (Pid < 0)
    return -1;
  if (Pid == 0) {
    execvp(Argv[0], Argv);
    _exit(127);
  }
  if (waitpid(Pid, NULL, 0) < 0)
    return -1; // expected-note {{lost here}}
  close(Master);
  return 0;
}
