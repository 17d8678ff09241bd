// What a base offers to close, the class that derives from it need not.
// RUN: %check-fd fd-member-leak %s
#include <sys/socket.h>
#include <unistd.h>

class Number {
protected:
  int Fd = -1;

public:
  void set(int To) { Fd = To; }
  int steal() {
    int Old = Fd;
    Fd = -1;
    return Old;
  }
  bool finish() { return close(steal()) == 0; }
};

class Socket : protected Number {
public:
  using Number::finish;
  bool create(int Domain, int Type) {
    int New = socket(Domain, Type | SOCK_CLOEXEC, 0);
    if (New < 0)
      return false;
    set(New);
    return true;
  }
};

class Shown {
protected:
  int Fd = -1;

public:
  bool isOpen() const { return Fd >= 0; }
  void set(int To) { Fd = To; }
};

class Endless : public Shown {
public:
  bool create(int Domain, int Type) {
    int New = socket(Domain, Type | SOCK_CLOEXEC, 0); // expected-warning {{nothing in 'Endless' closes its descriptor 'Fd'}}
    if (New < 0)
      return false;
    set(New);
    return true;
  }
};
