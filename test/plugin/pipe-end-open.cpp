// Who waits for the end of a pipe whose write end it holds, in C++.
// RUN: %check-fd fd-pipe-end-open %s
#include <fcntl.h>
#include <string>
#include <thread>
#include <unistd.h>

static std::string readAll(int From) {
  std::string All;
  char Bytes[64];
  while (true) {
    auto N = read(From, Bytes, sizeof Bytes);
    if (N <= 0)
      return All;
    All.append(Bytes, N);
  }
}

std::string output(char **Argv) {
  int Out[2];
  if (pipe2(Out, O_CLOEXEC) != 0)
    return {};
  if (fork() == 0) {
    dup2(Out[1], 1);
    execvp(Argv[0], Argv);
    _exit(127);
  }
  std::string All = readAll(Out[0]); // expected-warning {{'readAll' never sees the end of the pipe: this process holds its write end 'Out[1]' open}}
  close(Out[0]);
  close(Out[1]);
  return All;
}

std::string outputRight(char **Argv) {
  int Out[2];
  if (pipe2(Out, O_CLOEXEC) != 0)
    return {};
  if (fork() == 0) {
    dup2(Out[1], 1);
    execvp(Argv[0], Argv);
    _exit(127);
  }
  close(Out[1]);
  std::string All = readAll(Out[0]);
  close(Out[0]);
  return All;
}

// A pump thread is joined before the end that keeps it is closed.
void pump(bool Right) {
  int P[2];
  if (pipe2(P, O_CLOEXEC) != 0)
    return;
  std::thread Pump([From = P[0]] {
    readAll(From);
    close(From);
  });
  if (Right) {
    close(P[1]);
    Pump.join();
    return;
  }
  Pump.join(); // expected-warning {{'std::thread::join' waits for who never sees the end of the pipe: this process holds its write end 'P[1]' open}}
  close(P[1]);
}
