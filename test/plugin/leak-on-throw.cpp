// Where nothing but an exception leaves the handle open.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>

static void require(int Size) {
  if (Size < 0)
    throw std::runtime_error("size");
}

void unguarded(const char *Path, int Size) {
  int Fd = open(Path, O_RDONLY); // expected-warning {{descriptor 'Fd' is still open when an exception leaves the function [fd-leak-on-throw]}}
  if (Fd < 0)
    return;
  require(Size); // expected-note {{lost here: an exception leaves the function}}
  close(Fd);
}

void guarded(const char *Path, int Size) {
  int Fd = open(Path, O_RDONLY);
  if (Fd < 0)
    return;
  try {
    require(Size);
  } catch (...) {
    close(Fd);
    throw;
  }
  close(Fd);
}
