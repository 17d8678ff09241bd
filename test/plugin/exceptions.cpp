// `fd.Exceptions: ignored` reports no exceptional path.
// RUN: %check-fd fd-* %s
// RUN: %check-fd fd-* %s --opt fd.Exceptions=ignored --prefix=ignored
#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>

// ignored-no-diagnostics
void leak(const char *Path, int Size) {
  int Fd = open(Path, O_RDONLY); // expected-warning {{[fd-leak-on-throw]}}
  if (Fd < 0)
    return;
  if (Size < 0)
    throw std::runtime_error("size");
  close(Fd);
}
