// A pointer that is counted up along a list stands on another node each round.
// RUN: %check-fd fd-* %s
#include <stdlib.h>
#include <unistd.h>

struct Shared {
  int fd;
  int users;
};
struct Node {
  struct Shared *to;
  struct Node *next;
};
struct Node *spare;

void releaseAll(struct Node **list) {
  struct Node *node, *next;
  for (node = *list; node; node = next) {
    if (--node->to->users == 0)
      close(node->to->fd);
    next = node->next;
    node->next = spare;
    spare = node;
  }
  *list = NULL;
}

void releaseWhile(struct Node *list) {
  while (list) {
    struct Node *gone = list;
    close(list->to->fd);
    list = list->next;
    free(gone);
  }
}

void releaseOne(struct Node *node, int rounds) {
  for (int i = 0; i < rounds; ++i)
    close(node->to->fd); // expected-warning {{descriptor 'node->to->fd' is closed twice}}
}

struct Job {
  struct Node *nodes;
  struct Job *next;
  void *owner;
};
struct Job *jobs;

void ownerGone(void *owner) {
  for (struct Job *job = jobs; job; job = job->next)
    if (job->owner == owner)
      releaseAll(&job->nodes);
}

static void end(struct Shared *it) { close(it->fd); }

void endEach(struct Node *list) {
  for (; list; list = list->next)
    end(list->to);
}

void endOne(struct Node *list) {
  for (struct Node *at = list; at; at = at->next)
    end(list->to); // expected-warning {{descriptor 'list->to->fd' is closed twice}}
}

void previous(struct Node *list) {
  struct Node *before = NULL;
  for (; list; before = list, list = list->next)
    if (before)
      close(before->to->fd);
}
