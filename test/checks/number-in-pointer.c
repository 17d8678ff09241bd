// A descriptor kept in a pointer is one more than the number: null is none.
// RUN: %check-fd fd-* %s -std=gnu17 -D_GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <sys/inotify.h>
#include <sys/select.h>
#include <unistd.h>

typedef struct Monitor Monitor;
#define FD_TO_MONITOR(fd) ((Monitor *)(intptr_t)((fd) + 1))
#define TAKE_FD(fd)                                                            \
  ({                                                                           \
    int *Address = &(fd);                                                      \
    int Taken = *Address;                                                      \
    *Address = -1;                                                             \
    Taken;                                                                     \
  })

int watch(Monitor **result) {
  int fd = inotify_init1(IN_CLOEXEC);
  if (fd < 0)
    return -1;
  *result = FD_TO_MONITOR(TAKE_FD(fd));
  return 0;
}

int watchTwo(Monitor **result) {
  int fd = inotify_init1(IN_CLOEXEC); // expected-warning {{descriptor 'fd' is still open when the function returns}}
  if (fd < 0)
    return -1;
  if (inotify_add_watch(fd, "/run", IN_CREATE) < 0)
    return -1;
  *result = FD_TO_MONITOR(TAKE_FD(fd));
  return 0;
}

int highest(fd_set *set) {
  int fd = open("/run", O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'fd' is still open when the function returns}}
  if (fd < 0)
    return -1;
  return select(fd + 1, set, 0, 0, 0);
}
