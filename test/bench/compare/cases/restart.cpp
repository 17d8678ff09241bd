// fd-overwrite: a restart forgets the pipe of the child that it has stopped
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

class Child {
public:
  Child() = default;
  Child(const Child &) = delete;
  Child &operator=(const Child &) = delete;
  ~Child() { stop(); closeOut(); }
  void restart() {
    stop();
#ifdef RIGHT
    closeOut();
#endif
    start();
  }
  ssize_t pump(char *Bytes, size_t Size) { return read(Out, Bytes, Size); }

private:
  void start() {
    int Ends[2];
    if (pipe2(Ends, O_CLOEXEC) != 0)
      return;
    Pid = fork();
    if (Pid == 0) {
      dup2(Ends[1], 1);
      execlp("daemon", "daemon", nullptr);
      _exit(127);
    }
    close(Ends[1]);
    Out = Ends[0];
  }
  void stop() {
    if (Pid > 0) {
      kill(Pid, SIGTERM);
      waitpid(Pid, nullptr, 0);
    }
    Pid = -1;
  }
  void closeOut() {
    if (Out >= 0)
      close(Out);
    Out = -1;
  }
  pid_t Pid = -1;
  int Out = -1;
};

void again(Child &C) { C.restart(); }
