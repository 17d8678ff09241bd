// A wrapper that makes two pipes leaves its caller two pairs of ends, and each pair
// is a report of its own; what only one of two branches opens is one.
// RUN: %check-fd fd-* %s
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct Child {
  int In[2];
  int Out[2];
  pid_t Pid;
};

int start(struct Child *C) {
  if (pipe2(C->In, O_CLOEXEC) != 0)
    return -1;
  if (pipe2(C->Out, O_CLOEXEC) != 0)
    return -1;
  C->Pid = fork();
  return C->Pid < 0 ? -1 : 0;
}

int run(void) {
  struct Child C;
  if (start(&C) != 0) // expected-warning {{both ends of the pipe, 'C.In[0]' and 'C.In[1]', are still open when the function returns [fd-leak]}} expected-warning {{both ends of the pipe, 'C.Out[0]' and 'C.Out[1]', are still open when the function returns [fd-leak]}}
    return -1;
  close(C.In[0]);
  close(C.In[1]);
  close(C.Out[0]);
  close(C.Out[1]);
  return 0;
}

int either(const char *Path) {
  return Path ? open(Path, O_RDONLY | O_CLOEXEC)
              : open("/dev/null", O_RDONLY | O_CLOEXEC);
}

int forgets(const char *Path) {
  int Fd = either(Path); // expected-warning {{descriptor 'Fd' is still open when the function returns [fd-leak]}}
  return Fd < 0 ? -1 : 0;
}
