// fd-contract: what a body does against what its declaration says.
// RUN: %check-fd fd-* %s -I%S/../../checks/include -std=c++20
#include <fdtidy/annotations.h>

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

void unseen(int Fd);
int Kept = -1;

void closes(FDTIDY_RELEASES int Fd) { close(Fd); }
void closesValid(FDTIDY_RELEASES int Fd) {
  if (Fd >= 0)
    close(Fd);
}
void closesSometimes(FDTIDY_RELEASES int Fd, bool Really) { // expected-warning {{'closesSometimes' is annotated to release 'Fd', and returns with it open [fd-contract]}}
  if (Really) // expected-note {{assuming 'Really' is false}}
    close(Fd);
} // expected-note {{the function returns here}}
void handsOn(FDTIDY_RELEASES int Fd) { unseen(Fd); } // who knows
FDTIDY_WHEN("ret == 0") int closesIfFine(FDTIDY_RELEASES int Fd, int N) {
  if (N < 0)
    return -1;
  close(Fd);
  return 0;
}
FDTIDY_WHEN("ret == 0") int closesNever(FDTIDY_RELEASES int Fd, int N) { // expected-warning {{'closesNever' is annotated to release 'Fd'}}
  if (N < 0) {
    close(Fd);
    return -1;
  }
  return 0;
}
void resets(FDTIDY_RELEASES int *Fd) {
  if (*Fd >= 0)
    close(*Fd);
  *Fd = -1;
}
void forgets(FDTIDY_RELEASES int *Fd) { *Fd = -1; } // expected-warning {{'forgets' is annotated to release 'Fd'}}

void keeps(FDTIDY_TAKES int Fd) {
  if (Kept >= 0)
    close(Kept);
  Kept = Fd;
}
void ends(FDTIDY_TAKES int Fd) { close(Fd); }
void loses(FDTIDY_TAKES int Fd, char *To) { // expected-warning {{'loses' is annotated to take 'Fd', and neither releases nor keeps it}}
  (void)read(Fd, To, 1);
}
FDTIDY_WHEN("ret == 0") int takesIfFine(FDTIDY_TAKES int Fd) {
  if (lseek(Fd, 0, SEEK_SET) < 0)
    return -1;
  close(Fd);
  return 0;
}
FDTIDY_WHEN("ret == 0") int takesAnyway(FDTIDY_TAKES int Fd) {
  if (lseek(Fd, 0, SEEK_SET) < 0) {
    close(Fd); // expected-warning {{'takesAnyway' is annotated to leave 'Fd' to its caller, and closes it, where it fails}}
    return -1;
  }
  Kept = Fd;
  return 0;
}

void reads(FDTIDY_USES int Fd, char *To) { (void)read(Fd, To, 1); }
void readsAndCloses(FDTIDY_USES int Fd, char *To) {
  (void)read(Fd, To, 1);
  close(Fd); // expected-warning {{'readsAndCloses' is annotated to leave 'Fd' to its caller, and closes it}}
}
void remembers(FDTIDY_BORROWS int Fd) { Kept = Fd; } // a number, as far as we know
FILE *makesStream(FDTIDY_USES int Fd) { // expected-warning {{'makesStream' is annotated to leave 'Fd' to its caller, and keeps it}}
  return fdopen(Fd, "r");
}
int passes(FDTIDY_USES int Fd) { return Fd; }

// Callers are told what the annotation says; the body has its own report.
void caller() {
  int Fd = open("x", O_RDONLY);
  if (Fd < 0)
    return;
  char C;
  readsAndCloses(Fd, &C);
  close(Fd);
}

class Owner {
public:
  explicit Owner(FDTIDY_TAKES int Fd) : Raw(Fd) {}
  ~Owner() {
    if (Raw >= 0)
      close(Raw);
  }
  Owner(const Owner &) = delete;
  Owner &operator=(const Owner &) = delete;
  FDTIDY_RETURNS_BORROWED int get() const { return Raw; }
  FDTIDY_RETURNS_OWNED int give() {
    return Raw; // expected-warning {{'Owner::give' is annotated to return a handle of its caller's own, and returns a borrowed one}}
  }
  FDTIDY_RETURNS_OWNED int release() {
    int Old = Raw;
    Raw = -1;
    return Old;
  }
  void lend(FDTIDY_BORROWS int Fd) { // expected-warning {{'Owner::lend' is annotated to leave 'Fd' to its caller, and keeps it}}
    if (Raw < 0)
      Raw = Fd;
  }

private:
  int Raw;
};

FDTIDY_RETURNS_OWNED int fresh() { return open("x", O_RDONLY); }
FDTIDY_RETURNS_OWNED int ofStream(FILE *F) {
  return fileno(F); // expected-warning {{'ofStream' is annotated to return a handle of its caller's own, and returns a borrowed one}}
}
FDTIDY_RETURNS_BORROWED int viewOf(FILE *F) { return fileno(F); }
FDTIDY_RETURNS_BORROWED int lendsNew() {
  return open("x", O_RDONLY); // expected-warning {{'lendsNew' is annotated to lend its result, and returns a handle that nobody else has}}
}
FDTIDY_RETURNS_BORROWED int lendsCached() {
  if (Kept < 0)
    Kept = open("x", O_RDONLY);
  return Kept;
}
int sets(FDTIDY_ACQUIRES int *Fd) {
  *Fd = open("x", O_RDONLY);
  return *Fd < 0 ? -1 : 0;
}
int setsNot(FDTIDY_ACQUIRES int *Fd) { // expected-warning {{'setsNot' is annotated to acquire a handle for its caller, and returns without}}
  return Fd != nullptr ? 0 : -1;
}

FDTIDY_WHEN("rett == 0") int misspelt(FDTIDY_TAKES int Fd); // expected-warning {{annotation 'fd::when rett == 0' of 'misspelt' means nothing}}
int callsMisspelt(int Fd) { return misspelt(Fd); }
