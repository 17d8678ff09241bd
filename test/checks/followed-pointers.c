// A pointer that was followed is not null.
// RUN: %check-fd fd-* %s -std=gnu17 -D_GNU_SOURCE
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

void note(int family);

int connectTo(const char *host, const char *port) {
  struct addrinfo *all, *each;
  int fd, family = 0;
  if (getaddrinfo(host, port, NULL, &all) != 0)
    return -1;
  each = all;
  do {
    fd = socket(each->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
      continue;
    if (connect(fd, each->ai_addr, each->ai_addrlen) == 0) {
      family = each->ai_family;
      break;
    }
    close(fd);
  } while ((each = each->ai_next));
  freeaddrinfo(all);
  if (!each)
    return -1;
  note(family);
  return fd;
}

struct peer {
  int family;
};
struct peer *findPeer(int fd);

int familyOf(int listener) {
  int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC); // expected-warning {{descriptor 'fd' is still open when the function returns}}
  if (fd < 0)
    return -1;
  struct peer *peer = findPeer(listener);
  if (!peer)
    return -1;
  int family = peer->family;
  close(fd);
  return family;
}
