// FDTIDY_OWNS and FDTIDY_BORROWS on fields.
// RUN: %check-fd fd-* %s -I%S/../../checks/include -std=c++20
#include <fdtidy/annotations.h>

#include <unistd.h>

class Adopts {
public:
  explicit Adopts(int Fd) : Raw(Fd) {}
  int get() const { return Raw; }
  void flush() { fsync(Raw); }

private:
  FDTIDY_OWNS int Raw; // expected-warning {{nothing in 'Adopts' closes its descriptor 'Raw' [fd-member-leak]}}
};

class Stores { // the same, and nobody says that it owns
public:
  explicit Stores(int Fd) : Raw(Fd) {}
  int get() const { return Raw; }
  void flush() { fsync(Raw); }

private:
  int Raw;
};

class Forgets {
public:
  explicit Forgets(int Fd) : Raw(Fd) {}
  ~Forgets() { fsync(Raw); } // expected-warning {{the destructor of 'Forgets' leaves descriptor 'Raw' open}}

private:
  FDTIDY_OWNS int Raw;
};

class Closes {
public:
  explicit Closes(int Fd) : Raw(Fd) {}
  Closes(const Closes &) = delete;
  Closes &operator=(const Closes &) = delete;
  ~Closes() { close(Raw); }

private:
  FDTIDY_OWNS int Raw;
};

class View {
public:
  explicit View(int Fd) : Raw(Fd) {}
  ~View() {
    close(Raw); // expected-warning {{'View::~View' closes 'Raw', which is annotated to be somebody else's [fd-contract]}}
  }

private:
  FDTIDY_BORROWS int Raw;
};

class Unseen {
public:
  explicit Unseen(int Fd) : Raw(Fd) {}
  ~Unseen(); // may close it
  void flush() { fsync(Raw); }

private:
  FDTIDY_OWNS int Raw;
};
void useAll(int Fd) {
  Adopts A(Fd);
  Stores S(Fd);
  View V(Fd);
  Closes C(Fd);
  Forgets F(Fd);
  Unseen U(Fd);
  A.flush();
  S.flush();
  U.flush();
}
