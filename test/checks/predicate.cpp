// A destructor that asks a method of its own whether there is something to
// close; it need not be the test that was written at the acquisition.
// RUN: %check-fd fd-leak %s
#include <fcntl.h>
#include <unistd.h>

struct Scoped {
  explicit Scoped(int Raw) : Raw(Raw) {}
  Scoped(const Scoped &) = delete;
  ~Scoped() {
    if (valid())
      close(Raw);
  }
  bool valid() const { return Raw >= 0; }
  int Raw = -1;
};

struct Careless {
  explicit Careless(int Raw) : Raw(Raw) {}
  Careless(const Careless &) = delete;
  ~Careless() {
    if (big())
      close(Raw);
  }
  bool big() const { return Raw >= 10; }
  int Raw = -1;
};

void guarded(const char *Path) {
  Scoped S(open(Path, O_RDONLY));
  if (!S.valid())
    return;
  fsync(S.Raw);
}

void unguarded(const char *Path) {
  Careless S(open(Path, O_RDONLY)); // expected-warning {{descriptor 'S.Raw' is still open when its scope ends}}
  fsync(S.Raw);
}
