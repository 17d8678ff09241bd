// GCC's fd_arg attributes, which Clang drops: read where they are spelt.
// RUN: %check-fd fd-* %s -Wno-unknown-attributes
#include <fcntl.h>
#include <unistd.h>

#define READS(N) __attribute__((fd_arg_read(N)))
#define FIRST_IS_FD __attribute__((__fd_arg__(1)))

__attribute__((fd_arg(1))) void show(int Fd, int Other);
void send_to(const char *What, int Fd) __attribute__((nonnull(1), fd_arg_write(2)));
READS(2) int take_from(char *To, int Fd);
int plain(int Fd) FIRST_IS_FD;
void keep(int Fd);

void shown(void) {
  int Fd = open("x", O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd >= 0)
    show(Fd, 0);
}
void other(void) {
  int Fd = open("x", O_RDONLY);
  if (Fd >= 0)
    show(0, Fd); // not spoken of: theirs
}
void sent(void) {
  int Fd = open("x", O_RDWR);
  if (Fd < 0)
    return;
  close(Fd);
  send_to("x", Fd); // expected-warning {{'Fd' is used by 'send_to' after it was closed}}
}
void taken(char *To) {
  int Fd = open("x", O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd >= 0)
    take_from(To, Fd);
}
void first(void) {
  int Fd = open("x", O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd >= 0)
    plain(Fd);
}
void kept(void) {
  int Fd = open("x", O_RDONLY);
  if (Fd >= 0)
    keep(Fd);
}
