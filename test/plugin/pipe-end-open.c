// Who waits for the end of a pipe whose write end it holds, one shape a function.
// RUN: %check-fd fd-pipe-end-open %s -std=gnu17
// RUN: %check-fd fd-pipe-end-open,fd-leak %s -std=gnu17
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

void unseen(void);
int consume(const char *Bytes, long Count);

static void lister(int Out) {
  dup2(Out, 1);
  execlp("ls", "ls", NULL);
  _exit(127);
}

int readLoop(void) {
  char Bytes[64];
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0) // expected-note {{opened here by 'pipe2'}}
    return -1;
  if (fork() == 0)
    lister(P[1]);
  ssize_t N;
  while ((N = read(P[0], Bytes, sizeof Bytes)) > 0) // expected-warning {{'read' never sees the end of the pipe: this process holds its write end 'P[1]' open}}
    consume(Bytes, N);
  close(P[0]);
  close(P[1]);
  return 0;
}

int readLoopRight(void) {
  char Bytes[64];
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return -1;
  if (fork() == 0)
    lister(P[1]);
  close(P[1]);
  ssize_t N;
  while ((N = read(P[0], Bytes, sizeof Bytes)) > 0)
    consume(Bytes, N);
  close(P[0]);
  return 0;
}

// Interrupted reads are tried again; the first end of file ends it.
int untilZero(void) {
  char Bytes[64];
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return -1;
  if (fork() == 0)
    lister(P[1]);
  int Status = 0;
  for (;;) {
    ssize_t N = read(P[0], Bytes, sizeof Bytes); // expected-warning {{'read' never sees the end}}
    if (N < 0 && errno == EINTR)
      continue;
    if (N < 0)
      Status = -1;
    if (N <= 0)
      break;
    consume(Bytes, N);
  }
  close(P[0]);
  close(P[1]);
  return Status;
}

// These end for another reason.
int otherEnds(int Wanted) {
  char Bytes[64];
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return -1;
  if (fork() == 0)
    lister(P[1]);
  read(P[0], Bytes, 1);
  for (long Got = 0, N; Got < Wanted; Got += N)
    if ((N = read(P[0], Bytes, sizeof Bytes)) <= 0)
      break;
  while (read(P[0], Bytes, 1) > 0)
    if (Bytes[0] == '\n')
      break;
  while (read(P[0], Bytes, sizeof Bytes) > 0)
    if (!consume(Bytes, 1))
      break;
  close(P[0]);
  close(P[1]);
  return 0;
}

// Streams, and a function that reads to the end.
int lines(void) {
  char Line[64];
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return -1;
  FILE *F = fdopen(P[0], "r");
  if (!F) {
    close(P[0]);
    close(P[1]);
    return -1;
  }
  if (fork() == 0)
    lister(P[1]);
  while (fgets(Line, sizeof Line, F)) // expected-warning {{'fgets' never sees the end}}
    consume(Line, 1);
  fclose(F);
  close(P[1]);
  return 0;
}

int getlines(void) {
  char *Line = NULL;
  size_t Size = 0;
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return -1;
  FILE *F = fdopen(P[0], "r");
  if (!F) {
    close(P[0]);
    close(P[1]);
    return -1;
  }
  if (fork() == 0)
    lister(P[1]);
  while (getline(&Line, &Size, F) != -1) // expected-warning {{'getline' never sees the end}}
    consume(Line, 1);
  fclose(F);
  close(P[1]);
  return 0;
}

static void slurp(int From) {
  char Bytes[64];
  while (read(From, Bytes, sizeof Bytes) > 0)
    consume(Bytes, 1);
}

static void closeAndSlurp(int *P) {
  close(P[1]);
  slurp(P[0]);
}

int byHelper(void) {
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return -1;
  if (fork() == 0)
    lister(P[1]);
  slurp(P[0]); // expected-warning {{'slurp' never sees the end}}
  close(P[0]);
  close(P[1]);
  return 0;
}

int byHelperRight(void) {
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return -1;
  if (fork() == 0)
    lister(P[1]);
  closeAndSlurp(P);
  close(P[0]);
  return 0;
}

// The child's side.
void childReads(void) {
  char Bytes[64];
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return;
  if (fork() == 0) {
    while (read(P[0], Bytes, sizeof Bytes) > 0) // expected-warning {{'read' never sees the end}}
      consume(Bytes, 1);
    _exit(0);
  }
  close(P[0]);
  write(P[1], "go", 2);
  close(P[1]);
}

// Waiting for a child that reads.
int waits(void) {
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return -1;
  pid_t Pid = fork();
  if (Pid == 0) {
    dup2(P[0], 0);
    execlp("cat", "cat", NULL);
    _exit(127);
  }
  close(P[0]);
  waitpid(Pid, NULL, 0); // expected-warning {{'waitpid' waits for who never sees the end of the pipe: this process holds its write end 'P[1]' open}}
  close(P[1]);
  return 0;
}

int waitsForAWriter(void) {
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return -1;
  pid_t Pid = fork();
  if (Pid == 0)
    lister(P[1]);
  waitpid(Pid, NULL, 0);
  close(P[1]);
  return P[0];
}

int waitsAfterAWord(int Status) {
  int P[2], Word;
  if (pipe2(P, O_CLOEXEC) != 0)
    return -1;
  pid_t Pid = fork();
  if (Pid == 0) {
    dup2(P[0], 0);
    execlp("cat", "cat", NULL);
    _exit(127);
  }
  close(P[0]);
  if (read(Status, &Word, sizeof Word) != 0)
    waitpid(Pid, NULL, 0); // it has failed to exec, and says so
  close(P[1]);
  return 0;
}

int polls(void) {
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return -1;
  pid_t Pid = fork();
  if (Pid == 0) {
    dup2(P[0], 0);
    execlp("cat", "cat", NULL);
    _exit(127);
  }
  close(P[0]);
  waitpid(Pid, NULL, WNOHANG);
  close(P[1]);
  return 0;
}

// It writes, or somebody else may.
void selfPipe(void) {
  char Byte;
  int P[2];
  if (pipe2(P, O_CLOEXEC | O_NONBLOCK) != 0)
    return;
  write(P[1], "x", 1);
  while (read(P[0], &Byte, 1) > 0)
    unseen();
  close(P[0]);
  close(P[1]);
}

static void *writer(void *End) {
  write(*(int *)End, "x", 1);
  close(*(int *)End);
  return NULL;
}

void threadWrites(void) {
  char Byte;
  int P[2];
  pthread_t Thread;
  if (pipe2(P, O_CLOEXEC) != 0)
    return;
  if (pthread_create(&Thread, NULL, writer, &P[1]) != 0) {
    close(P[0]);
    close(P[1]);
    return;
  }
  while (read(P[0], &Byte, 1) > 0)
    unseen();
  pthread_join(Thread, NULL);
  close(P[0]);
}

struct Loop {
  int Wake;
};

void keptElsewhere(struct Loop *L) {
  char Byte;
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return;
  L->Wake = P[1];
  while (read(P[0], &Byte, 1) > 0)
    unseen();
  close(P[0]);
}

// The end that is never closed either is one defect, and told once.
int neverClosed(void) {
  char Byte;
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return -1;
  while (read(P[0], &Byte, 1) > 0) // expected-warning {{'read' never sees the end}}
    consume(&Byte, 1);
  close(P[0]);
  return 0;
}

// Reads that do not wait.
static void unblock(int Fd) {
  fcntl(Fd, F_SETFL, fcntl(Fd, F_GETFL) | O_NONBLOCK);
}

void doesNotWait(int How) {
  char Byte;
  int P[2];
  if (pipe2(P, How ? O_CLOEXEC | O_NONBLOCK : O_CLOEXEC) != 0)
    return;
  if (fork() == 0)
    lister(P[1]);
  if (!How)
    unblock(P[0]);
  while (read(P[0], &Byte, 1) > 0)
    consume(&Byte, 1);
  close(P[0]);
  close(P[1]);
}

// The child is forked by a helper.
static pid_t startReader(int In) {
  pid_t Pid = fork();
  if (Pid == 0) {
    dup2(In, 0);
    execlp("cat", "cat", NULL);
    _exit(127);
  }
  return Pid;
}

void waitsForTheHelpersChild(int Right) {
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return;
  pid_t Pid = startReader(P[0]);
  close(P[0]);
  if (Right) {
    close(P[1]);
    waitpid(Pid, NULL, 0);
    return;
  }
  waitpid(Pid, NULL, 0); // expected-warning {{'waitpid' waits for who never sees the end}}
  close(P[1]);
}

static void startPrinter(int From) {
  char Byte;
  if (fork() == 0) {
    while (read(From, &Byte, 1) > 0)
      consume(&Byte, 1);
    _exit(0);
  }
}

// It returns at once: the child reads.
void helpersChildReads(void) {
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return;
  startPrinter(P[0]);
  close(P[0]);
  close(P[1]);
}

// Errors are no end to wait for; a time is.
void copies(int Timeout) {
  char Bytes[64];
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return;
  if (fork() == 0)
    lister(P[1]);
  ssize_t N;
  while ((N = read(P[0], Bytes, sizeof Bytes)) > 0) { // expected-warning {{'read' never sees the end}}
    ssize_t Written = write(1, Bytes, N);
    if (Written < 0)
      break;
  }
  close(P[0]);
  close(P[1]);
}

void polled(int Timeout) {
  char Bytes[64];
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return;
  if (fork() == 0)
    lister(P[1]);
  for (;;) {
    struct pollfd Wait = {P[0], POLLIN, 0};
    int Ready = poll(&Wait, 1, Timeout);
    if (Ready < 0)
      break;
    if (Ready == 0)
      break;
    if (read(P[0], Bytes, sizeof Bytes) <= 0)
      break;
  }
  close(P[0]);
  close(P[1]);
}

void polledForEver(void) {
  char Bytes[64];
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return;
  if (fork() == 0)
    lister(P[1]);
  for (;;) {
    struct pollfd Wait = {P[0], POLLIN, 0};
    int Ready = poll(&Wait, 1, -1);
    if (Ready < 0)
      break;
    if (read(P[0], Bytes, sizeof Bytes) <= 0) // expected-warning {{'read' never sees the end}}
      break;
  }
  close(P[0]);
  close(P[1]);
}
