// What a system call writes into a struct comes from outside: that it was zero
// before says nothing. Handles in it stay where they are.
// RUN: %check-fd fd-* %s
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct Message {
  int Length, Kind;
};

int readsHeader(const char *Path) {
  struct Message M = {0};
  int Fd = open(Path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when the function returns [fd-leak]}}
  if (Fd < 0)
    return -1;
  if (read(Fd, &M, sizeof M) == sizeof M && M.Length > 64) // expected-note {{assuming 'M.Length' > 64}}
    return -1; // expected-note {{lost here: the function returns}}
  close(Fd);
  return 0;
}

// Nothing writes to what is sent.
int sendsHeader(const char *Path) {
  struct Message M = {0};
  int Fd = open(Path, O_WRONLY | O_CLOEXEC);
  if (Fd < 0)
    return -1;
  write(Fd, &M, sizeof M);
  if (M.Length > 64)
    return -1;
  close(Fd);
  return 0;
}

int polls(int Listener) {
  struct pollfd P[1];
  memset(P, 0, sizeof P);
  P[0].fd = Listener;
  P[0].events = POLLIN;
  if (poll(P, 1, -1) < 0)
    return -1;
  if (P[0].revents & POLLIN) {
    int Client = accept4(Listener, 0, 0, SOCK_CLOEXEC); // expected-warning {{descriptor 'Client' is still open when its scope ends [fd-leak]}}
    (void)Client;
  } // expected-note {{lost here: its scope ends}}
  return 0;
}

// `poll` leaves the number alone, and its only holder with it.
int pollsItsOwn(const char *Path) {
  struct pollfd P = {0};
  P.fd = open(Path, O_RDONLY | O_CLOEXEC);
  if (P.fd < 0)
    return -1;
  poll(&P, 1, -1);
  close(P.fd);
  return 0;
}
