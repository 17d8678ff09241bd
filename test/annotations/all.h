/* Every macro of annotations.h in each place where it may stand. */
#include <fdtidy/annotations.h>

#include <stdio.h>

FDTIDY_RETURNS_OWNED int broker_connect(const char *name);
FDTIDY_RETURNS_OWNED FILE *broker_stream(const char *name);
FDTIDY_RETURNS_BORROWED int broker_fileno(FILE *stream);
FDTIDY_WHEN("ret == 0") int broker_pair(FDTIDY_ACQUIRES int *ends);
FDTIDY_WHEN("ret == 0") int broker_adopt(FDTIDY_TAKES int fd);
void broker_close(FDTIDY_RELEASES int fd);
void broker_end(FDTIDY_RELEASES FILE *stream);
void broker_poll(FDTIDY_USES int fd, FDTIDY_BORROWS int log_fd);

/* On a definition too. */
FDTIDY_RETURNS_OWNED static inline int connect_default(void) {
  return broker_connect("default");
}
static inline void close_both(FDTIDY_RELEASES int a, FDTIDY_RELEASES int b) {
  broker_close(a);
  broker_close(b);
}

struct FDTIDY_OWNER broker_slot {
  FDTIDY_OWNS int fd;
  FDTIDY_BORROWS int parent_fd;
};
