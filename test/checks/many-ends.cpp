// Loops over the ends of several pipes in one array: which of them are closed is
// known while they are few, and nothing is said where it is not.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <unistd.h>

bool two() {
  int Ends[4] = {-1, -1, -1, -1};
  if (pipe(Ends) != 0 || pipe(Ends + 2) != 0) {
    for (int I = 0; I != 4; I++)
      close(Ends[I]);
    return false;
  }
  for (int I = 0; I < 4; I++)
    close(Ends[I]);
  return true;
}

bool three() {
  int Ends[6] = {-1, -1, -1, -1, -1, -1};
  bool Made = pipe(Ends) == 0 && pipe(Ends + 2) == 0 && pipe(Ends + 4) == 0;
  for (int I = 0; I < 6; I++)
    if (Ends[I] >= 0)
      close(Ends[I]);
  return Made;
}

bool keepsTheFirst() {
  int Ends[4];
  if (pipe(Ends) != 0) // expected-warning {{read end 'Ends[0]' of the pipe is still open when the function returns}}
    return false;
  if (pipe(Ends + 2) != 0) {
    for (int I = 0; I < 2; ++I)
      close(Ends[I]);
    return false;
  }
  for (int I = 1; I < 4; I++)
    close(Ends[I]);
  return true;
}

bool keepsTheLast() {
  int Ends[6];
  if (pipe(Ends) != 0)
    return false;
  if (pipe(Ends + 2) != 0) { // expected-warning {{write end 'Ends[3]' of the pipe is still open when the function returns}}
    for (int I = 0; I < 2; ++I)
      close(Ends[I]);
    return false;
  }
  if (pipe(Ends + 4) != 0) { // expected-warning {{write end 'Ends[5]' of the pipe is still open when the function returns}}
    for (int I = 0; I < 3; ++I)
      close(Ends[I]);
    return false;
  }
  for (int I = 0; I < 5; I++)
    close(Ends[I]);
  return true;
}

// A bound that nobody knows: each of them may be the one.
bool someOf(int Count) {
  int Ends[4];
  if (pipe(Ends) != 0)
    return false;
  for (int I = 0; I < Count; I++)
    close(Ends[I]);
  return true;
}

// Two indices have more rounds than are told apart.
bool rows() {
  int Ends[3][2] = {{-1, -1}, {-1, -1}, {-1, -1}};
  bool Made = true;
  for (int I = 0; I < 3 && Made; I++)
    Made = pipe(Ends[I]) == 0;
  for (int I = 0; I < 3; I++)
    for (int J = 0; J < 2; J++)
      if (Ends[I][J] >= 0)
        close(Ends[I][J]);
  return Made;
}

// Which rounds close, and whether there is any, nobody knows.
void ofTen() {
  int Fds[10] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
  Fds[3] = open("/dev/null", O_RDONLY);
  Fds[9] = open("/dev/null", O_RDONLY);
  for (int Fd : Fds)
    if (Fd >= 0)
      close(Fd);
}

void ofTenByIndex() {
  int Fds[10] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
  Fds[3] = open("/dev/null", O_RDONLY);
  Fds[9] = open("/dev/null", O_RDONLY);
  for (int I = 0; I != 10; ++I)
    if (Fds[I] != -1)
      close(Fds[I]);
}

// A loop that only looks closes none.
void looksAtTen() {
  int Fds[10] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
  Fds[3] = open("/dev/null", O_RDONLY); // expected-warning {{descriptor 'Fds[3]' is still open when its scope ends}}
  for (int Fd : Fds)
    if (Fd >= 0)
      fsync(Fd);
}

// Another array is none of them.
bool ofAnother(int Count, int *Others) {
  int Ends[4];
  if (pipe(Ends) != 0) // expected-warning {{both ends of the pipe, 'Ends[0]' and 'Ends[1]', are still open when the function returns}}
    return false;
  for (int I = 0; I < Count; I++)
    close(Others[I]);
  return true;
}
