// Initialisers in conditions, goto, conditional operators, short circuits, retries.
// RUN: %check-fd fd-* %s -std=c++20
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

int more();

int initialiser() {
  if (int Fd = open("x", O_RDONLY); Fd >= 0)
    return close(Fd);
  return -1;
}
int initialiserLost() {
  if (int Fd = open("x", O_RDONLY); Fd >= 0) // expected-warning {{'Fd' is still open}}
    return 0;
  return -1;
}
void gotoOut() {
  int A = -1, B = -1;
  if ((A = open("a", O_RDONLY)) < 0)
    goto Out;
  if ((B = open("b", O_RDONLY)) < 0)
    goto Out;
  more();
Out:
  if (B >= 0)
    close(B);
  if (A >= 0)
    close(A);
}
void gotoTooFar() {
  int A = -1, B = -1;
  if ((A = open("a", O_RDONLY)) < 0) // expected-warning {{'A' is still open}}
    goto Done;
  if ((B = open("b", O_RDONLY)) < 0)
    goto Done;
  close(B);
  close(A);
Done:
  more();
}
void conditionalOperator(bool Write) {
  int Fd = Write ? open("x", O_WRONLY) : open("x", O_RDONLY);
  if (Fd >= 0)
    close(Fd);
}
void ownOrBorrow(int Given) {
  bool Own = Given < 0;
  int Fd = Own ? open("x", O_RDONLY) : Given;
  more();
  if (Own)
    close(Fd);
}
void commaOperator() {
  int Fd = (more(), open("x", O_RDONLY));
  (void)(more(), close(Fd));
}
void shortCircuit() {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0 || more() < 0) {
    if (Fd >= 0)
      close(Fd);
    return;
  }
  close(Fd);
}
void shortCircuitLost() {
  int Fd = open("x", O_RDONLY); // expected-warning {{'Fd' is still open}}
  if (Fd < 0 || more() < 0)
    return;
  close(Fd);
}
void retried() {
  int Fd;
  do {
    Fd = open("x", O_RDONLY);
  } while (Fd < 0 && errno == EINTR);
  if (Fd >= 0)
    close(Fd);
}
