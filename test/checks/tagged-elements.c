// One table of many kinds: which element, and what is in it, its tag tells.
// RUN: %check-fd fd-* %s -std=gnu17
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum Kind { Stream, Directory, Number };
struct Entry {
  enum Kind kind;
  union {
    FILE *file;
    DIR *dir;
    int fd;
  } as;
};
static struct Entry table[32];
static int used;

static int end(struct Entry *it) {
  int result = 0;
  switch (it->kind) {
  case Stream:
    result = fclose(it->as.file);
    break;
  case Directory:
    result = closedir(it->as.dir);
    break;
  case Number:
    result = close(it->as.fd);
    break;
  }
  *it = table[--used];
  return result;
}

static int openHere(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd >= 0) {
    table[used].kind = Number;
    table[used++].as.fd = fd;
  }
  return fd;
}

static int closeHere(int fd) {
  for (int i = used; --i >= 0;)
    if (table[i].kind == Number && table[i].as.fd == fd)
      return end(&table[i]);
  return close(fd);
}

static DIR *openDirHere(const char *path) {
  DIR *dir = opendir(path);
  if (dir) {
    table[used].kind = Directory;
    table[used++].as.dir = dir;
  }
  return dir;
}

static int closeDirHere(DIR *dir) {
  for (int i = used; --i >= 0;)
    if (table[i].kind == Directory && table[i].as.dir == dir)
      return end(&table[i]);
  return closedir(dir);
}

void work(void);

int withNumber(const char *path) {
  int fd = openHere(path);
  if (fd < 0)
    return -1;
  work();
  closeHere(fd);
  return 0;
}

int withDirectory(const char *path) {
  DIR *dir = openDirHere(path);
  if (!dir)
    return -1;
  work();
  closeDirHere(dir);
  return 0;
}

int twice(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return -1;
  close(fd);
  close(fd); // expected-warning {{descriptor 'fd' is closed twice}}
  return 0;
}

// A popen stream is a FILE *: no tag tells them apart by type.
int wrong(const char *command) {
  struct Entry e = {Stream, {.file = popen(command, "re")}};
  if (!e.as.file)
    return -1;
  return fclose(e.as.file); // expected-warning {{from 'popen' is closed by 'fclose' instead of 'pclose'}}
}

// A cast needs no tag.
int cast(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return -1;
  fclose((FILE *)(long)fd); // expected-warning {{descriptor 'fd' from 'open' is closed by 'fclose' instead of 'close'}}
  return 0;
}
