// What is open when the process ends or becomes another one is closed by that.
// RUN: %check-fd fd-* %s -D_GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void quits(void) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return;
  exit(0);
}
void aborts(void) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  if (Fd >= 0)
    abort();
}
void execs(char **Words) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    _exit(1);
  execv(Words[0], Words);
  _exit(1);
}
void triesToExec(char **Words) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return;
  execv(Words[0], Words); // it may fail
}
void quitsOrNot(int Bad) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    return;
  if (Bad)
    exit(0);
}
int main(void) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  return Fd < 0;
}
