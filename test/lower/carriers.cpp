// RUN: %fdtidy lower --everything %s -- -std=c++20 | FileCheck %s
// Who reads the public fields of an object that has constructors alone may
// release what they hold, in another file too.
#include <fcntl.h>
#include <unistd.h>

// CHECK-DAG: record @"c:@S@Shown" "Shown" {{(no-copy )?}}!
struct Shown {
  explicit Shown(const char *p) { fd = open(p, O_RDONLY); }
  int fd = -1;
};

// CHECK-DAG: record @"c:@S@Hidden" "Hidden" {{(no-copy )?}}all-bodies
class Hidden {
public:
  explicit Hidden(const char *p) { fd = open(p, O_RDONLY); }

private:
  int fd = -1;
};

// CHECK-DAG: record @"c:@S@Closer" "Closer" {{(no-copy )?}}all-bodies
struct Closer {
  explicit Closer(const char *p) { fd = open(p, O_RDONLY); }
  void done() { close(fd); }
  int fd = -1;
};

void make() {
  Shown a("a");
  Hidden b("b");
  Closer c("c");
}
