// Who asks twice relies on hearing the same.
// RUN: %check-fd fd-* %s
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *nameOf(const char *Option);
void parse(FILE *In);

void fileOrStdin(const char *Path) {
  FILE *In;
  if (strcmp(Path, "-") == 0)
    In = stdin;
  else if (!(In = fopen(Path, "r")))
    return;
  parse(In);
  if (strcmp(Path, "-") != 0)
    fclose(In);
}

void anotherText(const char *Path) {
  FILE *In;
  if (strcmp(Path, "-") == 0)
    In = stdin;
  else if (!(In = fopen(Path, "r"))) // expected-warning {{stream 'In' is still open when its scope ends}}
    return;
  if (strcmp(Path, "+") != 0)
    fclose(In);
}

void textIsWritten(char *Path) {
  FILE *In;
  if (strcmp(Path, "-") == 0)
    In = stdin;
  else if (!(In = fopen(Path, "r"))) // expected-warning {{stream 'In' is still open when its scope ends}}
    return;
  Path[0] = '-';
  if (strcmp(Path, "-") != 0)
    fclose(In);
}

void anotherPath(char *Path) {
  FILE *In;
  if (strcmp(Path, "-") == 0)
    In = stdin;
  else if (!(In = fopen(Path, "r"))) // expected-warning {{stream 'In' is still open when its scope ends}}
    return;
  Path = nameOf(Path);
  if (strcmp(Path, "-") != 0)
    fclose(In);
}

// By a predicate.
static int isStd(const char *Path) { return !strcmp(Path, "-"); }

void byPredicate(const char *Path) {
  FILE *In = isStd(Path) ? stdin : fopen(Path, "r");
  if (!In)
    return;
  fgetc(In);
  if (!isStd(Path))
    fclose(In);
}

// By a function that nobody sees.
struct context;
int isPinned(struct context *C);
int pinned(struct context *C);
int mode(struct context *C);

int pinnedOrOpened(struct context *C, const char *Path) {
  int Fd = isPinned(C) ? pinned(C) : open(Path, O_PATH);
  if (Fd < 0)
    return -1;
  int Rc = fchmod(Fd, mode(C));
  if (!isPinned(C))
    close(Fd);
  return Rc;
}

// It left where there was nothing: the second call reads on.
int more(struct context *C);

int readsOn(struct context *C, const char *Path) {
  if (!more(C))
    return -1;
  int Fd = open(Path, O_PATH); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
  if (Fd < 0)
    return -1;
  if (!more(C))
    return -1;
  close(Fd);
  return 0;
}

// Of one element of many, by an index that stays.
struct entry {
  const char *Path;
};
void mount(const char *Path);

void eachEntry(struct entry *Entries, int Count) {
  for (int I = 0; I < Count; I++) {
    int Fd = -1;
    if (strcmp(Entries[I].Path, "/run") == 0 &&
        (Fd = open("/run/x", O_PATH)) < 0)
      return;
    mount(Entries[I].Path);
    if (strcmp(Entries[I].Path, "/run") == 0)
      close(Fd);
  }
}

void theNextEntry(struct entry *Entries, int Count) {
  for (int I = 0; I < Count; I++) {
    int Fd = -1;
    if (strcmp(Entries[I].Path, "/run") == 0 &&
        (Fd = open("/run/x", O_PATH)) < 0) // expected-warning {{descriptor 'Fd' is still open when its scope ends}}
      return;
    I++;
    if (strcmp(Entries[I].Path, "/run") == 0)
      close(Fd);
  }
}

void wherePointerLeads(struct entry *Entry, struct entry *End) {
  for (; Entry != End; Entry++) {
    int Fd = -1;
    if (strcmp(Entry->Path, "/run") == 0 &&
        (Fd = open("/run/x", O_PATH)) < 0) // expected-warning {{descriptor 'Fd' is still open when its scope ends}}
      return;
    Entry++;
    if (strcmp(Entry->Path, "/run") == 0)
      close(Fd);
  }
}
