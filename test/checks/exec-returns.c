// An exec that returns has failed, and returns -1.
// RUN: %check-fd fd-* %s -std=gnu17 -D_GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int right(char **command) {
  int p[2];
  if (pipe2(p, O_CLOEXEC) < 0)
    return -1;
  pid_t child = fork();
  if (child < 0)
    exit(1);
  if (child == 0) {
    close(p[0]);
    dup2(p[1], 1);
    close(p[1]);
    if (execvp(command[0], command) == -1)
      exit(4);
  }
  close(p[1]);
  close(p[0]);
  return 0;
}

int wrong(char **command) {
  int p[2];
  if (pipe2(p, O_CLOEXEC) < 0)
    return -1;
  pid_t child = fork();
  if (child < 0)
    exit(1);
  if (child == 0) {
    close(p[0]);
    dup2(p[1], 1);
    close(p[1]);
    if (execvp(command[0], command) == -1 && getenv("STRICT"))
      exit(4);
  }
  close(p[1]); // expected-warning {{write end 'p[1]' of the pipe is closed twice}}
  close(p[0]); // expected-warning {{read end 'p[0]' of the pipe is closed twice}}
  return 0;
}

// Who is called after it, and does not say that the process ends.
void fatal(const char *fmt, ...);
int reports(const char *fmt, ...);

int endsUnsaid(char **command) {
  int p[2];
  if (pipe2(p, O_CLOEXEC) < 0)
    return -1;
  pid_t child = fork();
  if (child < 0)
    exit(1);
  if (child == 0) {
    close(p[0]);
    execvp(command[0], command);
    fatal("cannot start %s", command[0]);
  }
  close(p[1]);
  close(p[0]);
  return 0;
}

int goesOn(char **command) {
  int p[2];
  if (pipe2(p, O_CLOEXEC) < 0)
    return -1;
  pid_t child = fork();
  if (child < 0)
    exit(1);
  if (child == 0) {
    close(p[0]);
    execvp(command[0], command);
    if (reports("cannot start %s", command[0]) < 0)
      exit(4);
  }
  close(p[1]);
  close(p[0]); // expected-warning {{read end 'p[0]' of the pipe is closed twice}}
  return 0;
}
