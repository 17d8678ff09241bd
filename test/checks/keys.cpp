// A descriptor that is the key of a map, or the index of an array, is known by it.
// RUN: %check-fd fd-* %s
#include <map>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

struct Conn {
  char Buffer[64];
  bool Used = false;
};

class ByKey {
public:
  explicit ByKey(int Listener) : Listener(Listener) {}
  void accept() {
    int Fd = accept4(Listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (Fd < 0)
      return;
    Conns[Fd].Used = true;
  }
  ~ByKey() {
    for (auto &[Fd, C] : Conns)
      close(Fd);
  }

private:
  int Listener;
  std::map<int, Conn> Conns;
};
class Forgets {
public:
  explicit Forgets(int Listener) : Listener(Listener) {}
  void accept() {
    int Fd = accept4(Listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (Fd < 0)
      return;
    Conns[Fd].Used = true;
  }
  ~Forgets() { Conns.clear(); } // expected-warning {{the destructor of 'Forgets' leaves descriptor 'Conns[...].first' open [fd-member-leak]}}

private:
  int Listener;
  std::map<int, Conn> Conns;
};

// A look-up by another function, which keeps the number as well.
std::map<int, Conn> All;
void note(int Fd) { All[Fd].Used = true; }
void byHelper(int Listener) {
  int Fd = accept4(Listener, nullptr, nullptr, SOCK_CLOEXEC);
  if (Fd >= 0)
    note(Fd);
}
bool isKnown(int Fd) { return All.find(Fd) != All.end(); }
void onlyAsked(int Listener) {
  int Fd = accept4(Listener, nullptr, nullptr, SOCK_CLOEXEC); // expected-warning {{[fd-leak]}}
  if (Fd >= 0 && isKnown(Fd))
    All.clear();
}

// The map's own end takes the key along.
void localMap(int Listener) {
  std::map<int, Conn> Mine;
  {
    int Fd = accept4(Listener, nullptr, nullptr, SOCK_CLOEXEC); // expected-warning {{[fd-leak]}}
    if (Fd >= 0)
      Mine[Fd].Used = true;
  }
}
void erasedAgain(int Listener) {
  int Fd = accept4(Listener, nullptr, nullptr, SOCK_CLOEXEC); // expected-warning {{[fd-leak]}}
  if (Fd < 0)
    return;
  All[Fd].Used = true;
  All.erase(Fd);
}

// Arrays: who waits for readiness is told the number.
Conn Table[1024];
std::vector<Conn> Slots(1024);
void byIndex(int Listener) {
  int Fd = accept4(Listener, nullptr, nullptr, SOCK_CLOEXEC);
  if (Fd >= 0)
    Table[Fd].Used = true;
}
void bySlot(int Listener) {
  int Fd = accept4(Listener, nullptr, nullptr, SOCK_CLOEXEC);
  if (Fd >= 0)
    Slots[Fd].Used = true;
}
bool isOnlyRead(int Listener) {
  int Fd = accept4(Listener, nullptr, nullptr, SOCK_CLOEXEC); // expected-warning {{[fd-leak]}}
  return Fd >= 0 && Table[Fd].Used;
}
