// A record that a callee has made is left with a closed number in it: nothing here
// says how it was allocated, and in C nothing closes it again.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct box {
  int fd;
};

static struct box *make_box(void) {
  struct box *b = malloc(sizeof(*b));
  if (b)
    b->fd = -1;
  return b;
}

struct box *leaves_it_closed(const char *path) {
  struct box *b = make_box();
  if (!b)
    return NULL;
  b->fd = open(path, O_RDONLY);
  if (b->fd < 0) {
    free(b);
    return NULL;
  }
  close(b->fd);
  return b;
}

struct box *frees_it_open(const char *path) {
  struct box *b = make_box();
  if (!b)
    return NULL;
  b->fd = open(path, O_RDONLY); // expected-warning {{descriptor 'b->fd' is still open}}
  if (b->fd < 0)
    return b;
  free(b); // expected-note {{lost here}}
  return NULL;
}
