// What is compared with a stream or number from elsewhere.
// RUN: %check-fd fd-* %s -std=gnu17
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void closePager(FILE *pager) {
  if (pager && pager != stdout)
    pclose(pager);
}

int page(const char *command) {
  FILE *out = popen(command, "w");
  if (!out)
    return -1;
  fputs("text", out);
  closePager(out);
  return 0;
}

static int enabled(void) { return getpid() & 1; }

static void closeSometimes(FILE *pager) {
  if (pager && enabled())
    pclose(pager);
}

int pageSometimes(const char *command) {
  FILE *out = popen(command, "w"); // expected-warning {{stream 'out' is still open when the function returns}}
  if (!out)
    return -1;
  fputs("text", out);
  closeSometimes(out);
  return 0;
}

// Both or neither is ours.
int ask(char *answer, int size) {
  FILE *in = fopen("/dev/tty", "re");
  FILE *out = fopen("/dev/tty", "we");
  if (!in || !out) {
    if (in)
      fclose(in);
    if (out)
      fclose(out);
    in = stdin;
    out = stderr;
  }
  fputs("? ", out);
  fgets(answer, size, in);
  if (in != stdin) {
    fclose(in);
    fclose(out);
  }
  return 0;
}

int askAndForget(char *answer, int size) {
  FILE *in = fopen("/dev/tty", "re");
  FILE *out = fopen("/dev/tty", "we"); // expected-warning {{stream 'out' is still open when the function returns}}
  if (!in || !out) {
    if (in)
      fclose(in);
    if (out)
      fclose(out);
    in = stdin;
    out = stderr;
  }
  fputs("? ", out);
  fgets(answer, size, in);
  if (in != stdin)
    fclose(in);
  return 0;
}

static int moveUp(int fd) {
  int high = dup2(fd, 63);
  if (high < 0)
    return fd;
  if (fd != fileno(stderr))
    close(fd);
  return high;
}

static int moveAndForget(int fd) {
  int high = dup2(fd, 63);
  if (high < 0)
    return fd;
  if (fd != 0)
    close(fd);
  return high;
}

int move(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return -1;
  fd = moveUp(fd);
  return fd;
}

int moveMost(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 3)
    return -1;
  fd = moveAndForget(fd);
  return fd;
}

static void reset(int *mine, int fd) {
  if (*mine == fd)
    return;
  close(*mine);
  *mine = fd;
}

struct Holder {
  int fd;
};

void adopt(struct Holder *h, const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd >= 0)
    reset(&h->fd, fd);
}

// Which number is stored, an earlier call has found out.
static int kind, current, other;
void configure(int k, int c, int o) { kind = k, current = c, other = o; }

static int isKnown(int fd) {
  if (kind == 4 && current == fd)
    return 1;
  return other == fd;
}

static int duplicate(int fd) {
  int copy = fcntl(fd, F_DUPFD_CLOEXEC, 10);
  if (copy == -1)
    return -1;
  if (kind == 4)
    current = copy;
  else if (other == fd)
    other = copy;
  return copy;
}

int renew(int fd) {
  if (isKnown(fd))
    return duplicate(fd) == -1 ? -1 : 0;
  return 0;
}

int renewAny(int fd) {
  if (kind != 3)
    return duplicate(fd) == -1 ? -1 : 0; // expected-warning {{the descriptor that 'duplicate' returns is never kept}}
  return 0;
}

// Closed, it is still none of the standard streams.
int report(const char *path, int keep) {
  FILE *out = stdout;
  int failed = 0;
  if (path && !(out = fopen(path, "w")))
    return -1;
  fputs("text", out);
  if (out != stdout && keep)
    failed = fclose(out) != 0;
  if (out != stdout && keep)
    return failed;
  return out == stdout ? fflush(out) : fclose(out);
}

int reportTwice(const char *path, int keep) {
  FILE *out = stdout;
  if (path && !(out = fopen(path, "w")))
    return -1;
  fputs("text", out);
  if (out != stdout && keep)
    fclose(out);
  return out == stdout ? fflush(out) : fclose(out); // expected-warning {{stream 'out' is closed twice}}
}
