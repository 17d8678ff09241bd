// A class that closes a raw member and can be copied.
// RUN: %check-fd fd-* %s
#include <unistd.h>

class Copied { // expected-warning {{'Copied' closes its descriptor 'Fd' in its destructor and can be copied: every copy closes it [fd-copyable-owner]}}
public:
  explicit Copied(int Fd) : Fd(Fd) {}
  ~Copied() { close(Fd); }

private:
  int Fd;
};

class Owner {
public:
  explicit Owner(int Fd) : Fd(Fd) {}
  Owner(const Owner &) = delete;
  Owner &operator=(const Owner &) = delete;
  ~Owner() { close(Fd); }

private:
  int Fd;
};
