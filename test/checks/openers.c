// A function out of view opens what it gives if its callers show that what they
// get is theirs to close. One that tells what is open already is called otherwise.
// RUN: %check-fd fd-* %s
#include <stdio.h>
#include <unistd.h>

int openLog(const char *Path, int Flags);
FILE *openTable(const char *Path);
int findLog(const char *Name);
int currentLog(void);
int openQuietly(const char *Path);
int step(void);

struct Server {
  int Listener;
};
int listenerOf(struct Server *S);

int logs(const char *Path) {
  int Fd = openLog(Path, 0); // expected-warning {{descriptor 'Fd' is still open when the function returns [fd-leak]}}
  if (Fd < 0)
    return -1;
  if (step() < 0) // expected-note {{assuming 'step' returns less than 0}}
    return -1; // expected-note {{lost here: the function returns}}
  close(Fd);
  return 0;
}

int logsWell(const char *Path) {
  int Fd = openLog(Path, 0);
  if (Fd < 0)
    return -1;
  if (step() < 0) {
    close(Fd);
    return -1;
  }
  close(Fd);
  return 0;
}

int readsTable(const char *Path) {
  char Line[80];
  FILE *Table = openTable(Path); // expected-warning {{stream 'Table' is still open}}
  if (!Table)
    return -1;
  if (!fgets(Line, sizeof Line, Table)) // expected-note {{assuming 'fgets' returns null}}
    return -1; // expected-note {{lost here: the function returns}}
  fclose(Table);
  return 0;
}

// Another caller only uses what it gets: nothing was opened for it.
int closesLog(const char *Name) {
  int Fd = findLog(Name);
  if (Fd < 0)
    return -1;
  if (step() < 0)
    return -1;
  close(Fd);
  return 0;
}

int writesLog(const char *Name) {
  int Fd = findLog(Name);
  return (int)write(Fd, "x", 1);
}

// Without arguments it may be a global's, with an object one of its members.
int closesCurrent(void) {
  int Fd = currentLog();
  if (Fd < 0)
    return -1;
  if (step() < 0)
    return -1;
  close(Fd);
  return 0;
}

int stops(struct Server *S) {
  int Fd = listenerOf(S);
  if (Fd < 0)
    return -1;
  if (step() < 0)
    return -1;
  close(Fd);
  return 0;
}

// It is kept where all went well; that it is closed on failure is no proof of it.
int quietly(const char *Path) {
  int Fd = openQuietly(Path);
  if (Fd < 0)
    return -1;
  if (step() < 0) {
    close(Fd);
    return -1;
  }
  return 0;
}
