// A child in an array of a record, by an index that the function is given, too.
// RUN: %check-fd fd-* %s -D_GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

struct child {
  pid_t pid;
  int out;
};
struct sup {
  struct child kids[8];
  int n;
};
static int start(struct child *c, const char *path) {
  c->out = open(path, O_RDONLY | O_CLOEXEC);
  if (c->out < 0)
    return -1;
  c->pid = fork();
  return 0;
}
int restart_wrong(struct sup *s, int i, const char *path) {
  kill(s->kids[i].pid, SIGTERM);
  return start(&s->kids[i], path); // expected-warning {{descriptor 's->kids[...].out' is overwritten while still open [fd-overwrite]}}
}
int restart_right(struct sup *s, int i, const char *path) {
  kill(s->kids[i].pid, SIGTERM);
  close(s->kids[i].out);
  return start(&s->kids[i], path);
}
int replace(struct sup *s, int i, int j, const char *path) {
  kill(s->kids[i].pid, SIGTERM);
  return start(&s->kids[j], path);
}
int add(struct sup *s, const char *path) {
  return s->n < 8 ? start(&s->kids[s->n++], path) : -1;
}
void reap_wrong(struct sup *s, const char *path) {
  pid_t pid;
  while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
    for (int i = 0; i < s->n; i++)
      if (s->kids[i].pid == pid)
        start(&s->kids[i], path); // expected-warning {{descriptor 's->kids[...].out' is overwritten while still open [fd-overwrite]}}
}
void stop(struct sup *s) {
  for (int i = 0; i < s->n; i++) {
    kill(s->kids[i].pid, SIGTERM);
    close(s->kids[i].out);
  }
}
