// A global that only the callees test: both calls see one number.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static int Enabled, Verbose;
void configure(int E, int V) { Enabled = E, Verbose = V; }

static void begin(int *Saved) {
  if (!Enabled)
    return;
  *Saved = open("/dev/null", O_WRONLY);
}

static void end(int Saved) {
  if (!Enabled)
    return;
  if (Saved >= 0)
    close(Saved);
}

static void endVerbose(int Saved) {
  if (!Verbose)
    return;
  if (Saved >= 0)
    close(Saved);
}

static void disable(void) { Enabled = 0; }

int both(void) {
  int Saved = -1;
  begin(&Saved);
  pause();
  end(Saved);
  return 0;
}

int another(void) {
  int Saved = -1;
  begin(&Saved); // expected-warning {{descriptor 'Saved' is still open when the function returns}}
  pause();
  endVerbose(Saved);
  return 0;
}

int changed(void) {
  int Saved = -1;
  begin(&Saved); // expected-warning {{descriptor 'Saved' is still open when the function returns}}
  disable();
  end(Saved);
  return 0;
}

// The same of a member of one, and of the text behind that.
static struct { char *File; int Color; } Log;
void toFile(char *Name) { Log.File = Name; }
void toColor(int Color) { Log.Color = Color; }

static int openLog(void) {
  return Log.File[0] == '\0' ? STDOUT_FILENO : open(Log.File, O_WRONLY);
}

static void closeLog(int Fd) {
  if (Log.File[0] != '\0')
    close(Fd);
}

static void closeColored(int Fd) {
  if (Log.Color)
    close(Fd);
}

static void forget(void) { Log.File = ""; }

int logged(void) {
  int Fd = openLog();
  if (Fd < 0)
    return -1;
  pause();
  closeLog(Fd);
  return 0;
}

int loggedOtherwise(void) {
  int Fd = openLog(); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
  if (Fd < 0)
    return -1;
  pause();
  closeColored(Fd);
  return 0;
}

int renamed(void) {
  int Fd = openLog(); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
  if (Fd < 0)
    return -1;
  forget();
  closeLog(Fd);
  return 0;
}

// What one call has written, another reads.
static int Tty = -1, Owned;

static int openTty(int Stdin) {
  Tty = Stdin ? STDIN_FILENO : open("/dev/tty", O_RDWR);
  if (Tty < 0)
    return -1;
  Owned = !Stdin;
  return 0;
}

static void closeTty(void) {
  if (Owned)
    close(Tty);
  Tty = -1;
}

static void lend(void) { Owned = 0; }

int ask(int Stdin) {
  if (openTty(Stdin) < 0)
    return -1;
  int Rc = isatty(Tty);
  closeTty();
  return Rc;
}

int askLent(int Stdin) {
  if (openTty(Stdin) < 0)
    return -1;
  int Rc = isatty(Tty);
  lend();
  closeTty(); // expected-warning {{descriptor 'Tty' is overwritten while still open}}
  return Rc;
}

// One that a callee two calls away has closed and made anew.
static FILE *Edges;

static void exportEdges(const char *Name) {
  if (Edges)
    fclose(Edges);
  Edges = fopen(Name, "a");
}

static int option(const char *Name) {
  exportEdges(Name);
  return 0;
}

int options(const char *First, const char *Second) {
  if (option(First) < 0)
    return -1;
  return option(Second);
}

static void giveUp(void) {
  if (Owned)
    close(Tty);
  Owned = 0;
}

static void giveUpLoudly(void) {
  giveUp();
  pause();
}

int askOnce(int Stdin) {
  if (openTty(Stdin) < 0)
    return -1;
  int Rc = isatty(Tty);
  giveUpLoudly(); // closes it, and says so where nobody here looks
  closeTty();
  return Rc;
}
