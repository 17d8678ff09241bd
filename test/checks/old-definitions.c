// Definitions as before C89: their declarations say nothing of parameters.
// RUN: %check-fd fd-* %s -std=gnu89
#include <fcntl.h>
#include <unistd.h>

int openAt();

int openAt(path, flags)
char *path;
int flags;
{
  return open(path, flags | O_NOCTTY);
}

int closeAll(a, b)
int a, b;
{
  close(a);
  return close(b);
}

int leak(path) char *path;
{
  int fd = openAt(path, O_RDONLY); // expected-warning {{descriptor 'fd' is still open when the function returns}}
  if (fd < 0)
    return -1;
  return 0;
}

int right(path) char *path;
{
  int fd = openAt(path, O_RDONLY);
  int copy;
  if (fd < 0)
    return -1;
  copy = fcntl(fd, F_DUPFD, 3);
  return closeAll(fd, copy);
}
