// What the way to an acquisition has tested is taken to be so still where it is
// tested again, though code out of view has had the object in between.
// RUN: %check-fd fd-* %s
#include <unistd.h>

struct Service {
  int Notify;
  int Pid;
};
int launch(struct Service *S);

int same(struct Service *S) {
  int Ends[2] = {-1, -1};
  if (S->Notify == 1 && pipe(Ends) < 0)
    return -1;
  S->Pid = launch(S);
  if (S->Notify == 1) {
    close(Ends[0]);
    close(Ends[1]);
  }
  return 0;
}

int other(struct Service *S) {
  int Ends[2] = {-1, -1};
  if (S->Notify == 1 && pipe(Ends) < 0) // expected-warning {{both ends of the pipe, 'Ends[0]' and 'Ends[1]', are still open}}
    return -1;
  S->Pid = launch(S);
  if (S->Pid == 1) {
    close(Ends[0]);
    close(Ends[1]);
  }
  return 0;
}
