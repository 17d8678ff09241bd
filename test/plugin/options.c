// The options that all checks share, under `fd.`.
// RUN: %check-fd fd-* %s
// RUN: %check-fd fd-* %s --opt fd.Models=%S/Inputs/site.yaml --prefix=expected,models
// RUN: %check-fd fd-* %s --opt fd.UnknownCallee=escape --prefix=escape
// RUN: %check-fd fd-* %s --opt fd.UnknownCallee=borrow --prefix=expected,borrow
// RUN: %check-fd fd-* %s --opt fd.CheckMainExit=true --prefix=expected,exit
// RUN: %check-fd fd-* %s --opt fd.StandardStreams=tracked --prefix=expected,standard
#include <fcntl.h>
#include <unistd.h>

int site_open(const char *);
void mystery(int);

void site(const char *Path) {
  int Fd = site_open(Path); // models-warning {{descriptor 'Fd' is still open}}
  (void)Fd;
}

void plain(const char *Path) {
  int Fd = open(Path, O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}} escape-warning {{'Fd'}}
  (void)Fd;
}

void unseen(const char *Path) {
  int Fd = open(Path, O_RDONLY); // borrow-warning {{descriptor 'Fd' is still open}}
  if (Fd >= 0)
    mystery(Fd);
}

void standard(const char *Path) {
  close(1);
  int Fd = open(Path, O_WRONLY); // standard-warning {{descriptor 'Fd' is still open}}
  (void)Fd;
}

void low(const char *Path) {
  int Fd = open(Path, O_WRONLY); // standard-warning {{descriptor 'Fd' is still open}}
  if (Fd > 2)
    close(Fd);
}

int main(int Count, char **Arguments) {
  int Fd = open(Arguments[1], O_RDONLY); // exit-warning {{descriptor 'Fd' is still open}}
  return Fd >= Count;
}
