// A variable that is assigned through another one gets what that one gets, even if
// nothing is known of the other one itself.
// RUN: %check-fd fd-* %s
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

int earlier();

int statusIsKnown(const char *Name) {
  int Status;
  Status = errno = 0;
  int Fd = open(Name, O_RDONLY);
  if (Fd < 0)
    Status = errno;
  if (!Status)
    close(Fd);
  return Status;
}

int statusIsAnotherOne(const char *Name) {
  int Status;
  Status = errno = earlier();
  int Fd = open(Name, O_RDONLY); // expected-warning {{descriptor 'Fd' is still open}}
  if (Fd < 0)
    Status = 1;
  if (!Status)
    close(Fd);
  return Status;
}
