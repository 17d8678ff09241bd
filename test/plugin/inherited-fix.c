// The fix-it of an acquisition that a program inherits: applied, it is silent.
// RUN: cp %s %t.c
// RUN: %clang-tidy --load=%plugin --config={} --checks=-*,fd-* --fix --quiet %t.c -- -std=c17
// RUN: FileCheck %s --input-file=%t.c
// RUN: %check-fd fd-* %t.c --prefix=after -std=c17 -Werror
// after-no-diagnostics
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static void start(char **Argv) {
  if (fork() == 0) {
    execvp(Argv[0], Argv);
    _exit(127);
  }
}

// CHECK-LABEL: int child(
int child(char **Argv) {
  int In[2];
  // CHECK: if (pipe2(In, O_CLOEXEC) != 0)
  if (pipe(In) != 0)
    return -1;
  if (fork() == 0) {
    dup2(In[0], 0);
    close(In[0]);
    execvp(Argv[0], Argv);
    _exit(127);
  }
  close(In[0]);
  return In[1];
}

// CHECK-LABEL: void callers(
void callers(char **Argv, int Listener) {
  // CHECK: int Client = accept4(Listener, NULL, NULL, SOCK_CLOEXEC);
  int Client = accept(Listener, NULL, NULL);
  // CHECK: FILE *Log = fopen("log", "ae");
  FILE *Log = fopen("log", "a");
  start(Argv);
  if (Log)
    fclose(Log);
  if (Client >= 0)
    close(Client);
}
