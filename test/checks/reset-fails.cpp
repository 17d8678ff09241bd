// A method that closes, and opens again unless it fails before, leaves a closed
// number behind: the destructor closes it once more.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <unistd.h>

bool ready();

class Keeps {
public:
  Keeps() {}
  Keeps(const Keeps &) = delete;
  ~Keeps() { shut(); }
  int reset(const char *Name) {
    shut(); // expected-warning {{descriptor 'Fd' is closed twice}}
    return start(Name);
  }

private:
  void shut() {
    if (Fd >= 0)
      close(Fd);
  }
  int start(const char *Name) {
    if (!ready())
      return -1;
    Fd = open(Name, O_RDONLY | O_CLOEXEC);
    return Fd < 0 ? -1 : 0;
  }
  int Fd = -1;
};

class Forgets {
public:
  Forgets() {}
  Forgets(const Forgets &) = delete;
  ~Forgets() { shut(); }
  int reset(const char *Name) {
    shut();
    return start(Name);
  }

private:
  void shut() {
    if (Fd >= 0)
      close(Fd);
    Fd = -1;
  }
  int start(const char *Name) {
    if (!ready())
      return -1;
    Fd = open(Name, O_RDONLY | O_CLOEXEC);
    return Fd < 0 ? -1 : 0;
  }
  int Fd = -1;
};

// Nothing can fail between the two.
class OpensAtOnce {
public:
  OpensAtOnce() {}
  OpensAtOnce(const OpensAtOnce &) = delete;
  ~OpensAtOnce() { shut(); }
  int reset(const char *Name) {
    shut();
    Fd = open(Name, O_RDONLY | O_CLOEXEC);
    return Fd < 0 ? -1 : 0;
  }

private:
  void shut() {
    if (Fd >= 0)
      close(Fd);
  }
  int Fd = -1;
};
