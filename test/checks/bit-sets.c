// A number in a set that is kept is known by it: fd_set, and bits by hand.
// RUN: %check-fd fd-* %s -std=gnu17 -D_GNU_SOURCE
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

void serve(int listener) {
  fd_set all, ready;
  int highest = listener;
  FD_ZERO(&all);
  FD_SET(listener, &all);
  for (;;) {
    ready = all;
    if (select(highest + 1, &ready, NULL, NULL, NULL) < 0)
      continue;
    for (int fd = 0; fd <= highest; fd++) {
      if (!FD_ISSET(fd, &ready))
        continue;
      if (fd == listener) {
        int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (client < 0)
          continue;
        FD_SET(client, &all);
        if (client > highest)
          highest = client;
      } else {
        char text[64];
        if (read(fd, text, sizeof text) <= 0) {
          close(fd);
          FD_CLR(fd, &all);
        }
      }
    }
  }
}

void serveAndForget(int listener) {
  int highest = listener;
  for (;;) {
    int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (client < 0)
      continue;
    if (client > highest)
      highest = client; // expected-warning {{descriptor 'highest' is overwritten while still open}}
  }
}

void add(int listener, fd_set *all) {
  int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (client >= 0)
    FD_SET(client, all);
}

static unsigned char known[128];
void addByHand(int listener) {
  int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (client >= 0)
    known[client / 8] |= 1 << (client & 7);
}

// A set that goes with the function keeps nothing for later.
int waits(int family) {
  int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0); // expected-warning {{descriptor 'fd' is still open when the function returns}}
  if (fd < 0)
    return -1;
  fd_set writable;
  FD_ZERO(&writable);
  FD_SET(fd, &writable);
  if (select(fd + 1, NULL, &writable, NULL, NULL) <= 0)
    return -1;
  close(fd);
  return 0;
}

void takesOut(int listener, fd_set *all) {
  int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC); // expected-warning {{descriptor 'client' is still open when its scope ends}}
  if (client >= 0)
    FD_CLR(client, all);
}

int servesAndCloses(int listener) {
  fd_set all;
  int highest = listener;
  FD_ZERO(&all);
  for (;;) {
    int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (client < 0)
      break;
    FD_SET(client, &all);
    if (client > highest)
      highest = client;
  }
  for (int fd = 0; fd <= highest; fd++)
    if (fd != listener && FD_ISSET(fd, &all))
      close(fd);
  return -1;
}
