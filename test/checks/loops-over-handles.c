// Loops that close every element, and loops that leave one.
// RUN: %check-fd fd-* %s -D_GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>

void all(void) {
  int Fds[4];
  for (int I = 0; I < 4; ++I)
    Fds[I] = open("x", O_RDONLY | O_CLOEXEC);
  for (int I = 0; I < 4; ++I)
    if (Fds[I] >= 0)
      close(Fds[I]);
}
void butTheFirst(void) {
  int Fds[4];
  for (int I = 0; I < 4; ++I)
    Fds[I] = open("x", O_RDONLY | O_CLOEXEC); // expected-warning {{'Fds}}
  for (int I = 1; I < 4; ++I)
    if (Fds[I] >= 0)
      close(Fds[I]);
}
struct Set {
  int Fd[16];
  int Count;
};
void put(struct Set *S) { // nothing says that the element is in use
  S->Fd[S->Count++] = open("x", O_RDONLY | O_CLOEXEC);
}
void putOver(struct Set *S, int I, char *To) {
  if (S->Fd[I] < 0)
    return;
  read(S->Fd[I], To, 1);
  S->Fd[I] = open("x", O_RDONLY | O_CLOEXEC);
}
