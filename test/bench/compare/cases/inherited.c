// fd-inherited-by-exec: a program that is started gets the listening socket
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int serve(const char *viewer) {
#ifdef RIGHT
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
#else
  int listener = socket(AF_INET, SOCK_STREAM, 0);
#endif
  if (listener < 0)
    return -1;
  pid_t pid = fork();
  if (pid == 0) {
    execlp(viewer, viewer, (char *)0);
    _exit(127);
  }
  if (pid > 0)
    waitpid(pid, NULL, 0);
  close(listener);
  return 0;
}
