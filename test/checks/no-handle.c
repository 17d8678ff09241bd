// Null and -1 are no handles: who uses them has not asked whether there is one.
// fclose(3) is undefined for null; close(-1) fails and does nothing.
// RUN: %check-fd fdstrict-unchecked-use %s
// RUN: %check-fd fd-* %s --prefix=default
#define _GNU_SOURCE
#include <fcntl.h>
#include <mntent.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

// default-no-diagnostics
void closedUnchecked(void) {
  FILE *Stream = tmpfile(); // expected-note {{opened here by 'tmpfile'}}
  fclose(Stream);           // expected-warning {{stream 'Stream' is used by 'fclose' before 'tmpfile' is known to have succeeded}}
}
void closedIfThere(void) {
  FILE *Stream = tmpfile();
  if (Stream)
    fclose(Stream);
}
void descriptorClosedUnchecked(void) {
  int Fd = open("x", O_RDONLY | O_CLOEXEC);
  close(Fd);
}
void tableClosedUnchecked(void) {
  FILE *Table = setmntent("/etc/fstab", "r");
  endmntent(Table); // it looks for itself
}

// The copy goes to a number that must be one; that it is closed does no harm.
void ontoUnchecked(int From) {
  int To = open("x", O_RDONLY | O_CLOEXEC); // expected-note {{opened here by 'open'}}
  dup2(From, To);                           // expected-warning {{descriptor 'To' is used by 'dup2' before 'open' is known to have succeeded}}
  close(To);
}
void ontoChecked(int From) {
  int To = open("x", O_RDONLY | O_CLOEXEC);
  if (To < 0)
    return;
  dup2(From, To);
  close(To);
}

// What becomes a stream here, somebody else has opened.
void streamUnchecked(int Fd, char *Into) {
  FILE *Stream = fdopen(Fd, "r");
  fgets(Into, 8, Stream); // expected-warning {{'Stream' holds no stream where it is used by 'fgets'}}
  fclose(Stream);
}
void streamChecked(int Fd, char *Into) {
  FILE *Stream = fdopen(Fd, "r");
  if (!Stream)
    return;
  fgets(Into, 8, Stream);
  fclose(Stream);
}

// A mapping of no file is given no descriptor.
void *anonymous(void) {
  int None = -1;
  close(open("x", O_RDONLY | O_CLOEXEC));
  return mmap(0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, None, 0);
}
