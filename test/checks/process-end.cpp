// What is open when the process ends is no leak: neither what a scope leaves on
// a straight way to _exit, nor what a function leaves whose result its only
// callers return from main or hand to exit, whatever main tidies up then.
// RUN: %check-fd fd-* %s
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace {
void runChild(const char *Path, char **Argv) {
  {
    int Cgroup = open(Path, O_WRONLY | O_CLOEXEC);
    if (Cgroup == -1)
      goto failed;
    if (write(Cgroup, "0", 1) == -1)
      goto failed;
    close(Cgroup);
  }
  execv(Argv[0], Argv);
failed:
  if (write(2, "failed", 6) == -1)
    _exit(2);
  _exit(1);
}

int tryChild(const char *Path, char **Argv) {
  {
    int Cgroup = open(Path, O_WRONLY | O_CLOEXEC); // expected-warning {{descriptor 'Cgroup' is still open when its scope ends}}
    if (Cgroup == -1)
      goto failed;
    if (write(Cgroup, "0", 1) == -1)
      goto failed;
    close(Cgroup);
  }
  execv(Argv[0], Argv);
failed:
  if (write(2, "failed", 6) == -1)
    return 2;
  _exit(1);
}

int serve(const char *Path) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return 1;
  fsync(Fd);
  return 0;
}

int serveAgain(const char *Path) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
  if (Fd < 0)
    return 1;
  fsync(Fd);
  return 0;
}

int check(const char *Path) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
  if (Fd < 0)
    return 1;
  fsync(Fd);
  return 0;
}
} // namespace

// Not internal, but beside main: no library.
int dispatch(int Argc, char **Argv) {
  int Log = open(Argv[2], O_WRONLY | O_CLOEXEC);
  if (fsync(Log) < 0)
    return 1;
  if (Argc > 3)
    exit(serve(Argv[3]));
  return serve(Argv[1]);
}

void tidy(char **Name) { free(*Name); }

int main(int Argc, char **Argv) {
  __attribute__((cleanup(tidy))) char *Name = strdup(Argv[0]);
  if (check(Argv[1]) != 0)
    runChild(Argv[1], Argv + 2);
  if (tryChild(Argv[1], Argv + 2) == 2)
    serveAgain(Argv[1]);
  if (Argc > 7)
    return serveAgain(Argv[1]);
  return dispatch(Argc, Argv);
}
