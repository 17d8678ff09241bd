// A loop each round of which deals with the handle that came to it.
// RUN: %check-fd fd-* %s -std=gnu17
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void give(int worker, int fd);
void show(int worker, int fd);

int toEachWorker(const char *path, int workers) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return -1;
  for (int i = 0; i < workers; i++) {
    int own = i == 0 ? fd : dup(fd);
    if (own < 0)
      exit(1);
    give(i, own);
  }
  return 0;
}

int toSome(const char *path, int workers) {
  int fd = open(path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'fd' is still open when the function returns}}
  if (fd < 0)
    return -1;
  for (int i = 0; i < workers; i++)
    if (i % 2)
      show(i, fd);
  return 0;
}

int untilTheFirst(const char *path, const char **names, int count) {
  int fd = open(path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'fd' is still open when the function returns}}
  if (fd < 0)
    return -1;
  for (int i = 0; i < count; i++)
    if (names[i]) {
      close(fd);
      return i;
    }
  return -1;
}

// A call in the condition tells whether there is a round.
int whileThereIsText(const char *path) {
  char text[16];
  int fd = open(path, O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'fd' is still open when the function returns}}
  if (fd < 0)
    return -1;
  while (read(fd, text, sizeof text) > 0) {
    close(fd);
    return text[0];
  }
  return -1;
}
