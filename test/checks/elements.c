// One of many elements, or a record that is freed after each round, is another one
// in the next round.
// RUN: %check-fd fd-* %s
#include <stdlib.h>
#include <unistd.h>

struct Node {
  int Fd;
  struct Node *Next;
};

static void drop(struct Node *N) {
  close(N->Fd);
  free(N);
}

void all(struct Node **Head) {
  while (*Head) {
    struct Node *N = *Head, **Last = &N->Next;
    if (N->Next)
      *Last = 0; // some other record, for all that is known
    drop(N);
  }
}

void same(struct Node *N) {
  close(N->Fd);
  close(N->Fd); // expected-warning {{closed twice}}
}

int firstOf(int *Fds, int Count) {
  int First = -1;
  for (int I = 0; I < Count; ++I) {
    int Fd = Fds[I];
    if (I == 0)
      First = Fd;
    else
      close(Fd);
  }
  return close(First);
}

struct Request {
  int Wanted, Ends[2];
};

int pipes(struct Request *Requests, unsigned Count) {
  for (unsigned I = 0; I < Count; ++I)
    if (Requests[I].Wanted && pipe(Requests[I].Ends) < 0)
      return -1;
  return 0;
}

struct Node *find(int Key);

void found(int *Keys, int Count) {
  for (int I = 0; I < Count; ++I) {
    struct Node *N = find(Keys[I]);
    close(N->Fd);
  }
}
