// One report for a losing function, an acquiring call in it and a handle: further
// exits and what a wrapper opens are notes. Two defects are two reports.
// RUN: %check-fd fd-* %s -D_GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>

int work(int Fd);

static int openLog(void) { // the inner acquisition is a note of each report
  return open("log", O_WRONLY | O_CLOEXEC); // expected-note 3 {{opened here by 'open'}}
}

int twoExits(int Bad) {
  int Fd = openLog(); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
  if (Fd < 0)
    return -1;
  if (Bad)
    return -1; // expected-note {{also lost here}}
  return 0; // expected-note {{lost here: the function returns}}
}
void firstCaller(void) {
  int Fd = openLog(); // expected-warning {{descriptor 'Fd' is still open}}
  (void)Fd;
}
void secondCaller(void) {
  int Fd = openLog(); // expected-warning {{descriptor 'Fd' is still open}}
  (void)Fd;
}
void thirdCaller(void) {
  int Fd = openLog();
  if (Fd >= 0)
    close(Fd);
}

void useThenCloseAgain(int Fd, char *To) {
  close(Fd);
  read(Fd, To, 1); // expected-warning {{'Fd' is used by 'read' after it was closed}}
  close(Fd); // expected-warning {{'Fd' is closed twice}}
}

struct Two {
  int A, B;
};
void twoFields(struct Two *T) {
  struct Two Mine;
  Mine.A = open("a", O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Mine.A' is still open}}
  Mine.B = open("b", O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Mine.B' is still open}}
  T->A = 0;
}
void twoStatements(void) {
  int A = open("a", O_RDONLY | O_CLOEXEC);
  int B = open("b", O_RDONLY | O_CLOEXEC);
  A = -1; // expected-warning {{descriptor 'A' is overwritten while still open}}
  B = -1; // expected-warning {{descriptor 'B' is overwritten while still open}}
  work(A + B);
}
void bothEnds(void) {
  int Ends[2];
  if (pipe2(Ends, O_CLOEXEC) != 0) // expected-warning {{both ends of the pipe, 'Ends[0]' and 'Ends[1]', are still open}}
    return;
}
void oneEndEach(int Bad) {
  int Ends[2];
  if (pipe2(Ends, O_CLOEXEC) != 0) // expected-warning {{write end 'Ends[1]' of the pipe is still open}} expected-warning {{read end 'Ends[0]' of the pipe is still open}}
    return;
  if (Bad) {
    close(Ends[0]);
    return;
  }
  close(Ends[1]);
}
