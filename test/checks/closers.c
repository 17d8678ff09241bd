// What a function makes of a descriptor before it closes it is its own business;
// whoever calls it is asked for the kind that it took.
// RUN: %check-fd fd-* %s
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void drain(int Fd) { // Fd is closed with the stream that takes it over
  FILE *In = fdopen(Fd, "r");
  if (!In)
    _exit(1);
  while (fgetc(In) != EOF)
    ;
  fclose(In);
}

static void finish(FILE *Out) { fclose(Out); }

void descriptor(const char *Path) {
  int Fd = open(Path, O_RDONLY);
  if (Fd >= 0)
    drain(Fd);
}

void command(const char *Line) {
  FILE *Pipe = popen(Line, "w");
  if (Pipe)
    finish(Pipe); // expected-warning {{stream 'Pipe' from 'popen' is closed by 'finish' instead of 'pclose' [fd-wrong-closer]}}
}

void stream(const char *Path) {
  FILE *Out = fopen(Path, "w");
  if (Out)
    finish(Out);
}

// One stream under two names, where freopen succeeds.
void reopened(const char *Path) {
  FILE *First = fopen(Path, "r");
  if (!First)
    return;
  FILE *Second = freopen(Path, "w", First);
  if (!Second)
    return; // freopen has closed it
  fclose(First);
}

void reopenedTwiceClosed(const char *Path) {
  FILE *First = fopen(Path, "r");
  if (!First)
    return;
  FILE *Second = freopen(Path, "w", First);
  if (!Second)
    return;
  fclose(First);
  fclose(Second); // expected-warning {{closed twice [fd-double-close]}}
}
