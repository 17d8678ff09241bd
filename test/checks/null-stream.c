// A stream that has been used could be opened: with null the process ends there.
// RUN: %check-fd fd-* %s
#define _GNU_SOURCE
#include <stdio.h>
#include <unistd.h>

void readUnchecked(void) {
  char Buffer[64];
  int Ends[2];
  if (pipe(Ends) < 0)
    return;
  close(Ends[1]);
  FILE *Stream = fdopen(Ends[0], "r");
  fgets(Buffer, sizeof Buffer, Stream);
  if (Stream != NULL)
    fclose(Stream);
}

// What was not used may be null.
void openedInVain(void) {
  int Ends[2];
  if (pipe(Ends) < 0)
    return;
  close(Ends[1]);
  FILE *Stream = fdopen(Ends[0], "r"); // expected-warning@-3 {{read end 'Ends[0]' of the pipe is still open}}
  if (Stream != NULL)
    fclose(Stream);
}

// Null means all streams to fflush().
void flushed(void) {
  int Ends[2];
  if (pipe(Ends) < 0)
    return;
  close(Ends[0]);
  FILE *Stream = fdopen(Ends[1], "w"); // expected-warning@-3 {{write end 'Ends[1]' of the pipe is still open}}
  fflush(Stream);
  if (Stream != NULL)
    fclose(Stream);
}

static void put(FILE *Stream) { fputs("x", Stream); }

void putUnchecked(void) {
  int Ends[2];
  if (pipe(Ends) < 0)
    return;
  close(Ends[0]);
  FILE *Stream = fdopen(Ends[1], "w");
  put(Stream);
  if (Stream != NULL)
    fclose(Stream);
}
