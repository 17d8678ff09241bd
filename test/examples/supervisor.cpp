// A small supervisor with the bugs that fdtidy is for; `tool/setup/demo` shows them.
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace {

struct Child {
  pid_t Pid = -1;
  int Out = -1;
};

// Starts a program with its standard output on a pipe.
bool spawn(Child &C, const char *Program) {
  int Ends[2];
  if (pipe2(Ends, O_CLOEXEC) != 0)
    return false;
  pid_t Pid = fork();
  if (Pid < 0)
    return false; // both ends are still open
  if (Pid == 0) {
    dup2(Ends[1], 1);
    execlp(Program, Program, static_cast<char *>(nullptr));
    _exit(127);
  }
  close(Ends[1]);
  C.Pid = Pid;
  C.Out = Ends[0];
  return true;
}

// The first line of a file.
bool readFirstLine(const char *Path, std::string &Line) {
  int Fd = open(Path, O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return false;
  char Byte;
  while (true) {
    ssize_t N = read(Fd, &Byte, 1);
    if (N < 0 && errno == EINTR)
      continue;
    if (N < 0)
      return false; // Fd is still open
    if (N == 0 || Byte == '\n')
      break;
    Line += Byte;
  }
  close(Fd);
  return true;
}

} // namespace

int main(int Argc, char **Argv) {
  std::string Program = "true";
  if (Argc > 1 && !readFirstLine(Argv[1], Program))
    return 1;
  Child C;
  if (!spawn(C, Program.c_str()))
    return 1;
  waitpid(C.Pid, nullptr, 0);
  close(C.Out);
  return 0;
}
