// A record that is started again while a descriptor of its last life is open. That
// it is not the first time, the path shows: it signals or reaps the child.
// RUN: %check-fd fd-overwrite %s -std=gnu17
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

struct child {
  pid_t pid;
  int out;
};

static int child_start(struct child *c, const char *path) {
  int p[2];
  if (pipe(p) < 0)
    return -1;
  pid_t pid = fork();
  if (pid < 0) {
    close(p[0]);
    close(p[1]);
    return -1;
  }
  if (pid == 0) {
    dup2(p[1], 1);
    execl(path, path, (char *)0);
    _exit(127);
  }
  close(p[1]);
  c->pid = pid;
  c->out = p[0];
  return 0;
}

static void child_stop(struct child *c) {
  kill(c->pid, SIGTERM);
  waitpid(c->pid, 0, 0);
  close(c->out);
  c->out = -1;
}

int child_restart(struct child *c, const char *path) {
  kill(c->pid, SIGTERM);
  waitpid(c->pid, 0, 0);
  return child_start(c, path); // expected-warning {{descriptor 'out' is overwritten while still open [fd-overwrite]}}
}

int child_restart_right(struct child *c, const char *path) {
  child_stop(c);
  return child_start(c, path);
}

int child_first(struct child *c, const char *path) {
  c->pid = 0;
  return child_start(c, path);
}

// Whether there is a child at all says nothing.
int child_ensure(struct child *c, const char *path) {
  if (kill(c->pid, 0) == 0)
    return 0;
  return child_start(c, path);
}

static void stop_it(struct child *c) {
  if (c->pid > 0) {
    kill(c->pid, SIGKILL);
    waitpid(c->pid, 0, 0);
  }
}

int by_helper(struct child *c, const char *path) {
  stop_it(c);
  return child_start(c, path); // expected-warning {{[fd-overwrite]}}
}

// A log that is read, and opened again.
struct log {
  int fd;
};
void rotate(struct log *l, const char *path) {
  write(l->fd, "end\n", 4);
  l->fd = open(path, O_WRONLY); // expected-warning {{descriptor 'fd' is overwritten while still open [fd-overwrite]}}
}
void rotate_right(struct log *l, const char *path) {
  write(l->fd, "end\n", 4);
  close(l->fd);
  l->fd = open(path, O_WRONLY);
}

// The loop closes the output at its end, before the child is reaped.
struct pumped {
  pid_t pid;
  int out;
};
void on_end(struct pumped *p) { close(p->out); }
void pumped_start(struct pumped *p, const char *path) {
  p->pid = fork();
  p->out = open(path, O_RDONLY);
}
void pumped_again(struct pumped *p, const char *path) {
  waitpid(p->pid, 0, 0);
  pumped_start(p, path);
}

// The child has nothing to do with the file.
struct other {
  pid_t helper;
  int log;
};
void other_open(struct other *o, const char *path) {
  o->log = open(path, O_WRONLY);
}
void other_kick(struct other *o, const char *path) {
  kill(o->helper, SIGHUP);
  other_open(o, path);
}
