// What fdtidy/annotations.h promises of functions that nobody sees, and next to
// each what only looks like it.
// RUN: %check-fd fd-* %s -I%S/../../checks/include -std=c++20
#include <fdtidy/annotations.h>

#include <stdio.h>
#include <unistd.h>

FDTIDY_RETURNS_OWNED int connectTo(const char *Name);
FDTIDY_RETURNS_OWNED FILE *streamOf(const char *Name);
FDTIDY_RETURNS_BORROWED int numberOf(FILE *Stream);
FDTIDY_RETURNS_BORROWED int currentFd();
FDTIDY_WHEN("ret == 0") int openPair(FDTIDY_ACQUIRES int (&Ends)[2]);
bool openOne(FDTIDY_ACQUIRES int *Fd);
FDTIDY_WHEN("ret == 0") int adopt(FDTIDY_TAKES int Fd);
void take(FDTIDY_TAKES int Fd);
void closeIt(FDTIDY_RELEASES int Fd);
FDTIDY_WHEN("ret") bool tryClose(FDTIDY_RELEASES int Fd);
void endStream(FDTIDY_RELEASES FILE *Stream);
void pollIt(FDTIDY_USES int Fd, FDTIDY_BORROWS int LogFd);
void unseen(int Fd);

void owned(const char *Name) {
  int Fd = connectTo(Name); // expected-warning {{descriptor 'Fd' is still open}}
  pollIt(Fd, 2);
}
void ownedAndClosed(const char *Name) {
  int Fd = connectTo(Name);
  if (Fd >= 0)
    close(Fd);
}
void dropped(const char *Name) {
  connectTo(Name); // expected-warning {{never kept}}
}
void stream(const char *Name) {
  FILE *F = streamOf(Name);
  if (!F)
    return;
  close(numberOf(F)); // expected-warning {{its stream still owns it}}
  endStream(F);
}
void streamEnds(const char *Name) {
  FILE *F = streamOf(Name);
  if (F)
    endStream(F);
}
void lent() {
  int Fd = currentFd();
  pollIt(Fd, -1);
  close(Fd); // expected-warning {{'Fd' is closed by 'close', but it is only borrowed here}}
}
void lentAndRead(char *To) {
  int Fd = currentFd();
  pollIt(Fd, -1);
  (void)read(Fd, To, 1);
}
void pair() {
  int Ends[2]; // both, and only where it succeeded
  if (openPair(Ends) != 0) // expected-warning {{'Ends[1]' is still open}}
    return;
  close(Ends[0]);
}
void one() {
  int Fd = -1;
  if (!openOne(&Fd)) // expected-warning {{'Fd' is still open}}
    return;
  pollIt(Fd, Fd);
}
void oneClosed() {
  int Fd = -1;
  if (openOne(&Fd))
    closeIt(Fd);
}
void adopted(const char *Name) {
  int Fd = connectTo(Name);
  if (Fd < 0)
    return;
  if (adopt(Fd) != 0)
    close(Fd);
}
void adoptedOrNot(const char *Name) {
  int Fd = connectTo(Name); // expected-warning {{'Fd' is still open}}
  if (Fd >= 0)
    adopt(Fd);
}
void taken(const char *Name) {
  int Fd = connectTo(Name);
  if (Fd >= 0)
    take(Fd);
}
void closedTwice(const char *Name) {
  int Fd = connectTo(Name);
  if (Fd < 0)
    return;
  closeIt(Fd);
  closeIt(Fd); // expected-warning {{'Fd' is closed twice}}
}
void used(const char *Name) {
  int Fd = connectTo(Name);
  if (Fd < 0)
    return;
  closeIt(Fd);
  pollIt(Fd, -1); // expected-warning {{'Fd' is used by 'pollIt' after it was closed}}
}
void borrowedStale(const char *Name) {
  int Fd = connectTo(Name);
  if (Fd < 0)
    return;
  closeIt(Fd);
  pollIt(0, Fd); // it need not be open
}
void maybeClosed(const char *Name) {
  int Fd = connectTo(Name);
  if (Fd < 0)
    return;
  if (!tryClose(Fd))
    close(Fd);
}
void maybeClosedTwice(const char *Name) {
  int Fd = connectTo(Name);
  if (Fd < 0)
    return;
  if (tryClose(Fd))
    close(Fd); // expected-warning {{'Fd' is closed twice}}
  else
    close(Fd);
}
void elsewhere(const char *Name) {
  int Fd = connectTo(Name);
  unseen(Fd); // not annotated: theirs
}

/// An interface: what it says holds for whoever implements it.
struct Sink {
  virtual void give(FDTIDY_TAKES int Fd) = 0;
  virtual void show(FDTIDY_BORROWS int Fd) = 0;
};
void give(Sink &To, const char *Name) {
  int Fd = connectTo(Name);
  if (Fd >= 0)
    To.give(Fd);
}
void show(Sink &To, const char *Name) {
  int Fd = connectTo(Name); // expected-warning {{'Fd' is still open}}
  if (Fd >= 0)
    To.show(Fd);
}

/// A class that owns, out of view.
class FDTIDY_OWNER Owner {
public:
  explicit Owner(int Fd);
  ~Owner();
  FDTIDY_RETURNS_BORROWED int get() const;
  FDTIDY_RETURNS_OWNED int release();
};
void owner(const char *Name) {
  Owner O(connectTo(Name));
  pollIt(O.get(), -1);
}
void ownerAndRaw(const char *Name) {
  int Fd = connectTo(Name);
  if (Fd < 0)
    return;
  Owner O(Fd);
  close(Fd); // expected-warning {{'Fd' is closed by 'close', but an object still owns it}}
}
void released(const char *Name) {
  Owner O(connectTo(Name));
  int Fd = O.release(); // expected-warning {{'Fd' is still open}}
  pollIt(Fd, -1);
}
void closesView(const char *Name) {
  Owner O(connectTo(Name));
  close(O.get()); // expected-warning {{an object still owns it}}
}
