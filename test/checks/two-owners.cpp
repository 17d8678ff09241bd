// Two owners of one number: one ends with the function, and the other one, which
// the caller gets, closes the number again.
// RUN: %check-fd fd-double-close %s
#include <fcntl.h>
#include <list>
#include <memory>
#include <optional>
#include <unistd.h>
#include <utility>

class Owner {
public:
  Owner() = default;
  explicit Owner(int Fd) : Fd(Fd) {}
  Owner(Owner &&Other) noexcept : Fd(Other.release()) {}
  Owner &operator=(Owner &&) = delete;
  ~Owner() {
    if (Fd >= 0)
      close(Fd); // #closes
  }
  int get() const { return Fd; }
  int release() { return std::exchange(Fd, -1); }

private:
  int Fd = -1;
};

int opened() { return open("x", O_RDONLY | O_CLOEXEC); }

// One owner that closes twice needs no likelihood.
void twice() {
  int Fd = opened();
  close(Fd);
  close(Fd); // expected-warning {{[fd-double-close]}}
}

// A constructor's parameter ends with it.
struct Client { // expected-note {{closed again here by 'Owner::~Owner'}}
  explicit Client(Owner Made)
      : Own(Made.get()) {} // expected-warning {{[fd-double-close]}}
  Owner Own;
};
struct Moved {
  explicit Moved(Owner Made) : Own(std::move(Made)) {}
  Owner Own;
};
struct Released {
  explicit Released(Owner Made) : Own(Made.release()) {}
  Owner Own;
};
// A number that is not closed again is stale, and no second owner.
struct Named {
  explicit Named(Owner Made) : Number(Made.get()) {}
  int Number;
};

// A result.
struct Pair { // expected-note {{closed again here by 'Owner::~Owner'}}
  Owner A;
  int Kind;
};
Pair copied() {
  Owner O(opened());
  return Pair{Owner(O.get()), 1}; // expected-warning {{[fd-double-close]}}
}
Pair moved() {
  Owner O(opened());
  return Pair{std::move(O), 1};
}
// An optional ends what is in it.
std::optional<Owner> maybeCopied() { // expected-note@#closes {{closed again here by 'close'}}
  Owner O(opened());
  if (O.get() < 0)
    return std::nullopt;
  return Owner(O.get()); // expected-warning {{[fd-double-close]}}
}
std::optional<Owner> maybeMoved() {
  Owner O(opened());
  if (O.get() < 0)
    return std::nullopt;
  return std::move(O);
}
std::optional<Pair> maybePair() {
  Owner O(opened());
  return Pair{Owner(O.get()), 1}; // expected-warning {{[fd-double-close]}}
}

// A reset, or a flag that the destructor tests, and no second close.
class Log {
public:
  Log() {}
  Log(Log &&Other) noexcept
      : Fd(std::exchange(Other.Fd, -1)), Shut(Other.Shut) {}
  ~Log() {
    if (Fd >= 0 && !Shut)
      close(Fd); // expected-note {{closed again here by 'close'}}
  }
  int Fd = -1;
  bool Shut = false;
};
Log broken(bool Wrong) {
  Log L;
  L.Fd = opened();
  if (Wrong)
    close(L.Fd); // expected-warning {{[fd-double-close]}}
  return L;
}
Log reset(bool Wrong) {
  Log L;
  L.Fd = opened();
  if (Wrong) {
    close(L.Fd);
    L.Fd = -1;
  }
  return L;
}
Log flagged(bool Wrong) {
  Log L;
  L.Fd = opened();
  if (Wrong) {
    close(L.Fd);
    L.Shut = true;
  }
  return L;
}

// Who counts closes once, at the last.
class Counted {
public:
  explicit Counted(int Fd) : Fd(Fd), Count(new int(1)) {}
  Counted(const Counted &Other) : Fd(Other.Fd), Count(Other.Count) { ++*Count; }
  Counted &operator=(const Counted &) = delete;
  ~Counted() {
    if (--*Count == 0) {
      close(Fd);
      delete Count;
    }
  }

private:
  int Fd;
  int *Count;
};
Counted shared() {
  Counted C(opened());
  return Counted(C);
}

// On the heap, in a member, in a container: whoever can name it ends it.
struct Kept { // expected-note {{closed again here by 'Owner::~Owner'}}
  explicit Kept(Owner Made) : Own(std::move(Made)) {}
  Owner Own;
};
Kept *onTheHeap() {
  Owner O(opened());
  return new Kept(Owner(O.get())); // expected-warning {{[fd-double-close]}}
}
std::unique_ptr<Kept> ofAPointer() {
  int Fd = opened();
  std::unique_ptr<Kept> K(new Kept(Owner(Fd)));
  close(Fd); // expected-warning {{[fd-double-close]}}
  return K;
}
std::unique_ptr<Kept> movedToTheHeap() {
  Owner O(opened());
  return std::unique_ptr<Kept>(new Kept(std::move(O)));
}
// Nobody can name it any more, and so nobody ends it.
void forgotten() {
  int Fd = opened();
  new Kept(Owner(Fd));
  close(Fd);
}
class Server {
public:
  void one() {
    Owner O(opened());
    Current = std::make_unique<Kept>(Owner(O.get()));
  } // expected-warning {{[fd-double-close]}}
  void more() {
    Owner O(opened());
    All.emplace_back(Owner(O.get()));
  } // expected-warning {{[fd-double-close]}}
  void moved() {
    Owner O(opened());
    All.emplace_back(std::move(O));
    Owner P(opened());
    Current = std::make_unique<Kept>(std::move(P));
  }
  // It has gone from there, and with it the number.
  void tried() {
    All.emplace_back(Owner(opened()));
    All.pop_back();
    Current = std::make_unique<Kept>(Owner(opened()));
    Current.reset();
  }

private:
  std::unique_ptr<Kept> Current;
  std::list<Kept> All;
};
