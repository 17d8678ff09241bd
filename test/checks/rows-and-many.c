// Arrays that loops fill and empty: rows of two, records, many elements. The rounds of
// a short loop are told apart, those of a long one are not, and neither may be taken
// for another.
// RUN: %check-fd fd-* %s
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

int rows(void) {
  int P[2][2];
  for (int I = 0; I < 2; I++)
    if (pipe2(P[I], O_CLOEXEC) < 0) {
      while (I-- > 0) {
        close(P[I][0]);
        close(P[I][1]);
      }
      return -1;
    }
  for (int I = 0; I < 2; I++) {
    close(P[I][0]);
    close(P[I][1]);
  }
  return 0;
}
int aRowIsForgotten(void) {
  int P[2][2];
  if (pipe2(P[0], O_CLOEXEC) < 0) // expected-warning {{'P[0][0]' and 'P[0][1]', are still open}}
    return -1;
  if (pipe2(P[1], O_CLOEXEC) < 0)
    return -1;
  close(P[0][0]);
  close(P[0][1]);
  close(P[1][0]);
  close(P[1][1]);
  return 0;
}
int anEndIsForgotten(void) {
  int P[2][2];
  if (pipe2(P[1], O_CLOEXEC) < 0) // expected-warning {{write end}}
    return -1;
  close(P[1][0]);
  return 0;
}
struct Kid {
  int Fd, Pid;
};
int asManyAsThereAre(void) {
  struct Kid K[2];
  int N = 0;
  for (int I = 0; I < 2; I++) {
    K[I].Fd = open("x", O_RDONLY | O_CLOEXEC);
    if (K[I].Fd < 0)
      break;
    N++;
  }
  for (int I = 0; I < N; I++)
    close(K[I].Fd);
  return N;
}
int many(void) {
  int A[16];
  int Result = -1;
  memset(A, -1, sizeof A);
  for (int I = 0; I < 16; I++) {
    A[I] = open("x", O_RDONLY | O_CLOEXEC);
    if (A[I] < 0)
      goto out;
  }
  Result = 0;
out:
  for (int I = 0; I < 16; I++)
    if (A[I] >= 0)
      close(A[I]);
  return Result;
}
int manyFromTheEnd(void) {
  int A[16];
  for (int I = 15; I >= 0; I--)
    A[I] = open("x", O_RDONLY | O_CLOEXEC);
  for (int I = 15; I >= 0; I--)
    if (A[I] >= 0)
      close(A[I]);
  return 0;
}
int takenBack(void) {
  int A[4], N = 0;
  while (N < 4) {
    int Fd = open("x", O_RDONLY | O_CLOEXEC);
    if (Fd < 0)
      break;
    A[N++] = Fd;
  }
  while (N > 0)
    close(A[--N]);
  return 0;
}
int byPointer(void) {
  int A[16];
  for (int *P = A; P < A + 16; P++)
    *P = open("x", O_RDONLY | O_CLOEXEC);
  for (int *P = A; P < A + 16; P++)
    if (*P >= 0)
      close(*P);
  return 0;
}
int theFirstIsLeft(void) {
  int A[3];
  for (int I = 0; I < 3; I++)
    A[I] = open("x", O_RDONLY | O_CLOEXEC); // expected-warning {{'A}}
  for (int I = 1; I < 3; I++)
    close(A[I]);
  return 0;
}
int nobodyCloses(void) {
  int A[16];
  for (int I = 0; I < 16; I++)
    A[I] = open("x", O_RDONLY | O_CLOEXEC); // expected-warning {{'A}}
  return A[0] >= 0;
}
