// What a function leaves open that only a forked child calls, just before it
// ends, goes with that process; not what another caller may reach, nor what a
// child leaves that goes on.
// RUN: %check-fd fd-* %s
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static int feed(const char *Path) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return 1;
  if (fsync(Fd) < 0)
    return 2;
  close(Fd);
  return 0;
}

void start(const char *Path, char *Env) {
  int Status;
  switch (fork()) {
  case -1:
    break;
  case 0:
    Status = feed(Path);
    free(Env);
    _exit(Status);
    break;
  default:
    break;
  }
}

static void note(const char *Path) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC);
  fsync(Fd);
}

static void serve(const char *Path) {
  note(Path);
  if (fsync(0) < 0)
    return;
  fsync(1);
}

int startOther(const char *Path) {
  pid_t Pid = fork();
  if (Pid == 0) {
    serve(Path);
    exit(0);
  }
  return Pid;
}

static int feedAlso(const char *Path) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
  if (Fd < 0)
    return 1;
  if (fsync(Fd) < 0)
    return 2;
  close(Fd);
  return 0;
}

// The parent calls it too.
int startOrNot(const char *Path) {
  pid_t Pid = fork();
  if (Pid == 0)
    _exit(feedAlso(Path));
  return feedAlso(Path);
}

static void noteParent(const char *Path) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when its scope ends}}
  fsync(Fd);
}

// The child and who did not fork both end up there.
void startMaybe(const char *Path, int Forks) {
  pid_t Pid = 0;
  if (Forks)
    Pid = fork();
  if (Pid == 0) {
    noteParent(Path);
    _exit(0);
  }
}

static void look(const char *Path) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when its scope ends}}
  fsync(Fd);
}

// The child goes on: each round opens another.
void startLoop(const char *Path) {
  if (fork() == 0)
    for (;;)
      look(Path);
}
