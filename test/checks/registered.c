// What epoll_ctl has registered is its: by whatever test of success people write.
// RUN: %check-fd fd-* %s -D_GNU_SOURCE
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

int addBelow(int Loop, int Listener) {
  int Fd = accept4(Listener, 0, 0, SOCK_CLOEXEC);
  if (Fd < 0)
    return -1;
  struct epoll_event Event = {.events = EPOLLIN, .data.fd = Fd};
  if (epoll_ctl(Loop, EPOLL_CTL_ADD, Fd, &Event) < 0) {
    close(Fd);
    return -1;
  }
  return 0;
}

int addEquals(int Loop, int Listener) {
  int Fd = accept4(Listener, 0, 0, SOCK_CLOEXEC);
  if (Fd < 0)
    return -1;
  struct epoll_event Event = {.events = EPOLLIN, .data.fd = Fd};
  if (epoll_ctl(Loop, EPOLL_CTL_ADD, Fd, &Event) == -1) {
    close(Fd);
    return -1;
  }
  return 0;
}

int addZero(int Loop, int Listener) {
  int Fd = accept4(Listener, 0, 0, SOCK_CLOEXEC);
  if (Fd < 0)
    return -1;
  struct epoll_event Event = {.events = EPOLLIN, .data.fd = Fd};
  if (epoll_ctl(Loop, EPOLL_CTL_ADD, Fd, &Event) == 0)
    return 0;
  close(Fd);
  return -1;
}

int addForgets(int Loop, int Listener) {
  int Fd = accept4(Listener, 0, 0, SOCK_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
  if (Fd < 0)
    return -1;
  struct epoll_event Event = {.events = EPOLLIN, .data.fd = Fd};
  if (epoll_ctl(Loop, EPOLL_CTL_ADD, Fd, &Event) < 0)
    return -1;
  return 0;
}

int addForgetsEquals(int Loop, int Listener) {
  int Fd = accept4(Listener, 0, 0, SOCK_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
  if (Fd < 0)
    return -1;
  struct epoll_event Event = {.events = EPOLLIN, .data.fd = Fd};
  if (epoll_ctl(Loop, EPOLL_CTL_ADD, Fd, &Event) == -1)
    return -1;
  return 0;
}
