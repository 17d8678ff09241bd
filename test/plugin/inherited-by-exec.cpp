// What a program gets that a child becomes, in C++.
// RUN: %check-fd fd-inherited-by-exec %s
#include <cstdlib>
#include <fcntl.h>
#include <sched.h>
#include <string>
#include <unistd.h>

class Fd {
public:
  explicit Fd(int Raw) : Raw(Raw) {}
  Fd(const Fd &) = delete;
  ~Fd() {
    if (Raw >= 0)
      close(Raw);
  }
  int get() const { return Raw; }

private:
  int Raw;
};

[[noreturn]] static void run(char **Argv) {
  execvp(Argv[0], Argv);
  _exit(127);
}

void owner(char **Argv) {
  Fd Log(open("log", O_RDONLY)); // expected-warning {{descriptor 'Log.Raw' is inherited by the program that 'run' starts}}
  if (fork() == 0)
    run(Argv);
}

void ownerWithFlag(char **Argv) {
  Fd Log(open("log", O_RDONLY | O_CLOEXEC));
  if (fork() == 0)
    run(Argv);
}

void asText(char **Argv) {
  Fd Log(open("log", O_RDONLY));
  setenv("LOG_FD", std::to_string(Log.get()).c_str(), 1);
  if (fork() == 0)
    run(Argv);
}

// Equal numbers need no copy, and no close.
int renamed(char **Argv) {
  int P[2];
  if (pipe(P) != 0)
    return -1;
  if (vfork() == 0) {
    constexpr auto Rename = [](int From, int To) {
      if (From == To)
        return;
      dup2(From, To);
      close(From);
    };
    Rename(P[0], 0);
    close(P[1]);
    run(Argv);
  }
  close(P[0]);
  return P[1];
}

int copiedOnly(char **Argv) {
  int P[2];
  if (pipe(P) != 0) // expected-warning {{read end 'P[0]' of the pipe is inherited}}
    return -1;
  if (vfork() == 0) {
    constexpr auto Rename = [](int From, int To) {
      if (From != To)
        dup2(From, To);
    };
    Rename(P[0], 0);
    close(P[1]);
    run(Argv);
  }
  close(P[0]);
  return P[1];
}

// clone(2) without a shared table is a fork.
static int child(void *Argv) { run(static_cast<char **>(Argv)); }

void cloned(char **Argv, char *Stack) {
  int Log = open("log", O_RDONLY); // expected-warning {{descriptor 'Log' is inherited}}
  if (Log < 0)
    return;
  clone(child, Stack, 0, Argv);
  close(Log);
}
