// A global that only the callees test: both calls see one number.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
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
