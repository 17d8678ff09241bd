// fd-leak: what a wrapper has opened is not closed by its caller
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static int open_log(const char *name) {
  char path[256];
  snprintf(path, sizeof path, "/var/log/%s", name);
  return open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
}

int note(const char *name, char byte) {
  int log = open_log(name);
  if (log < 0)
    return -1;
  int ok = write(log, &byte, 1) == 1;
#ifdef RIGHT
  close(log);
#endif
  return ok ? 0 : -1;
}
