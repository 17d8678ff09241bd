// What a program gets that a child becomes, one shape a function.
// RUN: %check-fd fd-inherited-by-exec %s -std=gnu17
// RUN: %check-fd fd-inherited-by-exec %s -std=gnu17 --prefix=expected,likely --opt fd.Confidence=likely
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

void unseen(void);

int otherEnd(char **Argv) {
  int In[2];
  if (pipe(In) < 0) // expected-warning {{write end 'In[1]' of the pipe is inherited by the program that 'execvp' starts}}
    return -1;
  if (fork() == 0) { // expected-note {{assuming 'fork' returns 0}}
    dup2(In[0], 0);
    close(In[0]);
    execvp(Argv[0], Argv); // expected-note {{another program is started here by 'execvp'}}
    _exit(127);
  }
  close(In[0]);
  return In[1];
}

int sourceOfTheCopy(char **Argv) {
  int In[2];
  if (pipe(In) < 0) // expected-warning {{both ends of the pipe, 'In[0]' and 'In[1]', are inherited}}
    return -1;
  if (vfork() == 0) {
    dup2(In[0], 0);
    execvp(Argv[0], Argv);
    _exit(127);
  }
  close(In[0]);
  return In[1];
}

int closedInTheChild(char **Argv) {
  int In[2];
  if (pipe(In) < 0)
    return -1;
  if (fork() == 0) {
    if (In[0] != 0) {
      dup2(In[0], 0);
      close(In[0]);
    }
    close(In[1]);
    execvp(Argv[0], Argv);
    _exit(127);
  }
  close(In[0]);
  return In[1];
}

// Everything, by call or by loop, in place or in a helper.
static void closeAll(int From) {
  for (int Fd = From; Fd < getdtablesize(); ++Fd)
    close(Fd);
}

void everythingClosed(char **Argv, int How) {
  int Fd = open("log", O_RDONLY);
  if (Fd < 0)
    return;
  if (fork() == 0) {
    if (How == 1)
      closefrom(3);
    else if (How == 2)
      close_range(3, ~0U, 0);
    else if (How == 3)
      close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    else if (How == 4)
      unseen();
    else
      closeAll(3);
    execvp(Argv[0], Argv);
    _exit(127);
  }
  close(Fd);
}

void theParentClosesMany(char **Argv, int *Others, int Count) {
  int Fd = open("log", O_RDONLY); // expected-warning {{descriptor 'Fd' is inherited}}
  if (Fd < 0)
    return;
  for (int I = 0; I < Count; ++I)
    close(Others[I]);
  unseen();
  if (fork() == 0) {
    execvp(Argv[0], Argv);
    _exit(127);
  }
  close(Fd);
}

// Flags, known and unknown.
void flags(char **Argv, int Flags) {
  int Mode = O_RDONLY | O_CLOEXEC;
  int Known = open("log", Mode);
  int Unknown = open("log", Flags);
  int Plain = O_RDONLY;
  int Bare = open("log", Plain); // expected-warning {{descriptor 'Bare' is inherited}}
  int Set = open("log", O_RDONLY);
  fcntl(Set, F_SETFD, FD_CLOEXEC);
  int WrongCommand = open("log", O_RDONLY); // expected-warning {{descriptor 'WrongCommand' is inherited}}
  fcntl(WrongCommand, F_SETFL, FD_CLOEXEC);
  int Kept = open("log", O_RDONLY);
  fcntl(Kept, F_SETFD, fcntl(Kept, F_GETFD) | FD_CLOEXEC);
  int Cleared = open("log", O_RDONLY | O_CLOEXEC);
  fcntl(Cleared, F_SETFD, 0);
  if (fork() == 0) {
    execvp(Argv[0], Argv);
    _exit(127);
  }
  close(Known);
  close(Unknown);
  close(Bare);
  close(Set);
  close(WrongCommand);
  close(Kept);
  close(Cleared);
}

// On purpose: the child is told the number.
void told(char **Argv) {
  int Fd = open("log", O_RDONLY);
  char Text[16];
  snprintf(Text, sizeof Text, "%d", Fd);
  Argv[1] = Text;
  int Logged = open("log", O_RDONLY); // expected-warning {{descriptor 'Logged' is inherited}}
  printf("%d\n", Logged);
  if (fork() == 0) {
    execvp(Argv[0], Argv);
    _exit(127);
  }
  close(Fd);
  close(Logged);
}

// Those who fork and exec for us.
static void start(char **Argv) {
  if (fork() == 0) {
    execvp(Argv[0], Argv);
    _exit(127);
  }
}

void byHelper(char **Argv) {
  int Fd = socket(AF_UNIX, SOCK_STREAM, 0); // expected-warning {{descriptor 'Fd' is inherited by the program that 'start' starts}}
  if (Fd < 0)
    return;
  start(Argv); // expected-note {{another program is started here by 'start'}}
  close(Fd);
}

void afterTheHelper(char **Argv) {
  start(Argv);
  int Fd = socket(AF_UNIX, SOCK_STREAM, 0);
  close(Fd);
}

void byLibrary(char **Argv, char **Env) {
  int Fd = socket(AF_UNIX, SOCK_STREAM, 0); // expected-warning {{descriptor 'Fd' is inherited by the program that 'system' starts}}
  if (Fd < 0)
    return;
  system("ls");
  close(Fd);
  pid_t Pid;
  posix_spawn_file_actions_t Actions;
  posix_spawn_file_actions_init(&Actions);
  int P[2];
  if (pipe(P) == 0) { // expected-warning {{write end 'P[1]' of the pipe is inherited by the program that 'posix_spawnp' starts}}
    posix_spawn_file_actions_addclose(&Actions, P[0]);
    posix_spawn_file_actions_adddup2(&Actions, P[1], 1);
    posix_spawnp(&Pid, Argv[0], &Actions, NULL, Argv, Env);
    close(P[0]);
    close(P[1]);
  }
  posix_spawn_file_actions_destroy(&Actions);
}

// A helper of the child's side, and one that sets the flag.
static void become(int In, int Other, char **Argv) {
  close(Other);
  dup2(In, 0);
  close(In);
  execvp(Argv[0], Argv);
  _exit(127);
}

static void setCloexec(int Fd) { fcntl(Fd, F_SETFD, FD_CLOEXEC); }

int helperOfTheChild(char **Argv) {
  int P[2], Q[2];
  if (pipe(P) != 0)
    return -1;
  if (pipe(Q) != 0) { // expected-warning {{both ends of the pipe, 'Q[0]' and 'Q[1]', are inherited by the program that 'become' starts}}
    close(P[0]);
    close(P[1]);
    return -1;
  }
  if (fork() == 0)
    become(P[0], P[1], Argv);
  close(P[0]);
  close(Q[0]);
  close(Q[1]);
  return P[1];
}

void helperSets(char **Argv) {
  int P[2];
  if (pipe(P) != 0)
    return;
  setCloexec(P[0]);
  setCloexec(P[1]);
  start(Argv);
  close(P[0]);
  close(P[1]);
}

// A fork that returns in both worlds, and a helper that starts only sometimes.
static pid_t myFork(void) {
  pid_t Pid = fork();
  if (Pid < 0)
    abort();
  return Pid;
}

void wrapperOfFork(char **Argv) {
  int Fd = open("log", O_RDONLY); // expected-warning {{descriptor 'Fd' is inherited}}
  if (Fd < 0)
    return;
  if (myFork() == 0) {
    execvp(Argv[0], Argv);
    _exit(127);
  }
  close(Fd);
}

static void startIf(int Wanted, char **Argv) {
  if (Wanted)
    start(Argv);
}

void notWanted(char **Argv) {
  int Fd = open("log", O_RDONLY);
  if (Fd < 0)
    return;
  startIf(0, Argv);
  close(Fd);
  Fd = open("log", O_RDONLY); // expected-warning {{descriptor 'Fd' is inherited}}
  if (Fd < 0)
    return;
  startIf(1, Argv);
  close(Fd);
}

// Without a fork it is mostly meant, and so is what the child opens.
void shim(char **Argv) {
  int Fd = open("lock", O_RDONLY); // likely-warning {{descriptor 'Fd' is inherited}}
  execvp(Argv[0], Argv);
  if (Fd >= 0)
    close(Fd);
}

void openedByTheChild(char **Argv) {
  if (fork() == 0) {
    int Fd = open("/dev/null", O_RDWR); // likely-warning {{descriptor 'Fd' is inherited}}
    dup2(Fd, 0);
    execvp(Argv[0], Argv);
    _exit(127);
  }
}

// dup2 of a number onto itself changes nothing: close-on-exec stays.
void ontoItself(char **Argv) {
  int Fd = open("log", O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return;
  if (fork() == 0) {
    dup2(Fd, Fd);
    execvp(Argv[0], Argv);
    _exit(127);
  }
  close(Fd);
}

// Standard numbers are meant to be inherited.
void standard(char **Argv) {
  close(0);
  int Fd = open("/dev/null", O_RDONLY);
  if (fork() == 0) {
    execvp(Argv[0], Argv);
    _exit(127);
  }
  (void)Fd;
}

// The second child gets what its parent holds of the first: the classic hang.
struct Proc {
  int In[2];
  pid_t Pid;
};

static int startProc(struct Proc *P, char **Argv) {
  if (pipe(P->In) != 0)
    return -1;
  P->Pid = fork();
  if (P->Pid == 0) {
    dup2(P->In[0], 0);
    close(P->In[0]);
    close(P->In[1]);
    execvp(Argv[0], Argv);
    _exit(127);
  }
  close(P->In[0]);
  return 0;
}

void twoChildren(char **Argv) {
  struct Proc A, B;
  if (startProc(&A, Argv) != 0) // expected-warning {{write end 'A.In[1]' of the pipe is inherited by the program that 'startProc' starts}}
    return;
  if (startProc(&B, Argv) == 0)
    close(B.In[1]);
  close(A.In[1]);
}

void oneAfterTheOther(char **Argv) {
  struct Proc A, B;
  if (startProc(&A, Argv) != 0)
    return;
  close(A.In[1]);
  if (startProc(&B, Argv) == 0)
    close(B.In[1]);
}

// A wrapper opens with the flags that it is given.
static int xopen(const char *Path, int Flags) {
  int Fd = open(Path, Flags);
  if (Fd < 0)
    abort();
  return Fd;
}

void byWrapper(char **Argv, int Given) {
  int Kept = xopen("log", O_RDONLY | O_CLOEXEC);
  int Unknown = xopen("log", Given);
  int Fd = xopen("log", O_RDONLY); // expected-warning {{descriptor 'Fd' is inherited}}
  start(Argv);
  close(Fd);
  close(Unknown);
  close(Kept);
}

// popen closes the streams of earlier calls in its child, and nothing else.
void streams(char **Argv) {
  int Fd = open("log", O_RDONLY); // expected-warning {{descriptor 'Fd' is inherited by the program that 'popen' starts}}
  FILE *First = popen("ls", "r");
  FILE *Second = popen("ls", "r"); // expected-warning {{stream 'Second' is inherited by the program that 'start' starts}}
  if (First)
    pclose(First);
  start(Argv);
  if (Second)
    pclose(Second);
  if (Fd >= 0)
    close(Fd);
}
