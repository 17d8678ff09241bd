// fd.OwnerTypes and fd.BorrowedTypes: classes whose bodies are out of sight.
// RUN: %check-fd fd-* %s
// RUN: %check-fd fd-* %s --opt "fd.OwnerTypes=site::Fd; site::Pipe" --prefix=expected,owner
// RUN: %check-fd fd-* %s --opt fd.BorrowedTypes=site::View --prefix=expected,view
#include <fcntl.h>
#include <unistd.h>

namespace site {
class Fd {
public:
  explicit Fd(int Raw);
  ~Fd();
};
class Pipe {
public:
  explicit Pipe(int Raw);
  ~Pipe();
};
class View {
public:
  explicit View(int Raw);
};
} // namespace site

void ownedTwice() {
  int Raw = open("x", O_RDONLY);
  if (Raw < 0)
    return;
  site::Pipe Object(Raw); // that it is closed here is evidence of a borrow
  close(Raw); // owner-warning {{'Raw' is closed by 'close', but an object still owns it}}
}

void owned() {
  int Raw = open("x", O_RDONLY);
  if (Raw >= 0)
    site::Fd Object(Raw);
}

void viewed() {
  int Raw = open("x", O_RDONLY); // view-warning {{descriptor 'Raw' is still open}}
  if (Raw >= 0)
    site::View Object(Raw);
}

void neither() {
  int Raw = open("x", O_RDONLY); // expected-warning {{descriptor 'Raw' is still open}}
  (void)Raw;
}
