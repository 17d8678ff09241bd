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
  int Fds[3];
  for (int I = 0; I < 3; ++I)
    Fds[I] = open("x", O_RDONLY | O_CLOEXEC); // expected-warning {{'Fds}}
  for (int I = 1; I < 3; ++I)
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
  S->Fd[I] = open("x", O_RDONLY | O_CLOEXEC); // expected-warning {{'S->Fd[...]' is overwritten while still open}}
}

// Each round's pointer is another one.
int *Pairs, Count;
int makePair(int Fd[2]) { return pipe2(Fd, O_CLOEXEC) < 0 ? -1 : 0; }
void makePairs(void) {
  int *Pair = Pairs;
  for (int I = 0; I < Count; ++I, Pair += 2)
    if (makePair(Pair) < 0)
      return;
}
void makeOneOver(int *Pair) {
  for (int I = 0; I < Count; ++I)
    if (makePair(Pair) < 0) // expected-warning {{'Pair[0]' and 'Pair[1]', are overwritten while still open}} expected-note {{opened here by 'makePair', in an earlier round of the loop}}
      return;
}
struct Node {
  int Fd;
  struct Node *Next;
};
void openEach(struct Node *N) {
  for (; N; N = N->Next)
    N->Fd = open("x", O_RDONLY | O_CLOEXEC);
}
void closeEach(struct Node *N) {
  for (; N; N = N->Next)
    close(N->Fd);
}
struct Queue {
  struct Node *First;
};
static void closeFirst(struct Queue *Q) {
  close(Q->First->Fd);
  __atomic_store_n(&Q->First, Q->First->Next, __ATOMIC_RELEASE);
}
void drain(struct Queue *Q) { // another first in each round
  for (int I = 0; I < Count; ++I)
    closeFirst(Q);
}
static void closeFd(struct Node *N) { close(N->Fd); }
void drainOne(void) {
  struct Node N = {open("x", O_RDONLY | O_CLOEXEC), 0};
  int I = 0;
  do
    closeFd(&N); // expected-warning {{descriptor 'N.Fd' is closed twice}} expected-note {{first closed here by 'closeFd', in an earlier round of the loop}}
  while (++I < Count);
}
