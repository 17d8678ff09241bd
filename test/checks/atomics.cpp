// Numbers and flags in std::atomic, as classes with threads have them.
//
// RUN: %check-fd fd-* %s
#include <atomic>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

namespace {

// The flag says whether the number is open, and who asks first closes it.
class ClosedOnce {
public:
  ClosedOnce() : Fd(open("f", O_RDONLY | O_CLOEXEC)) {}
  ClosedOnce(const ClosedOnce &) = delete;
  ~ClosedOnce() { stop(); }
  void stop() {
    bool Was = false;
    if (Done.compare_exchange_strong(Was, true))
      close(Fd);
  }

private:
  int Fd;
  std::atomic<bool> Done{false};
};

class Flagged {
public:
  Flagged() : Fd(open("f", O_RDONLY | O_CLOEXEC)) { Open = true; }
  Flagged(const Flagged &) = delete;
  ~Flagged() {
    if (Open)
      close(Fd);
  }
  void stop() {
    if (Open.exchange(false))
      close(Fd);
  }

private:
  int Fd;
  std::atomic<bool> Open{false};
};

// The flag stays: the destructor closes the number again.
class StaysFlagged {
public:
  StaysFlagged() : Fd(open("f", O_RDONLY | O_CLOEXEC)) { Open = true; }
  StaysFlagged(const StaysFlagged &) = delete;
  ~StaysFlagged() {
    if (Open)
      close(Fd);
  }
  void stop() {
    if (Open.load())
      close(Fd); // expected-warning {{descriptor 'Fd' is closed twice [fd-double-close]}}
  }

private:
  int Fd;
  std::atomic<bool> Open{false};
};

void live() {
  ClosedOnce A;
  A.stop();
  Flagged B;
  B.stop();
  StaysFlagged C;
  C.stop();
} // expected-warning {{descriptor 'C.Fd' is closed twice}}

// The number itself.
class Number {
public:
  bool start() {
    const int New = open("f", O_RDONLY | O_CLOEXEC);
    if (New < 0)
      return false;
    if (const int Old = Fd.exchange(New); Old >= 0)
      close(Old);
    return true;
  }
  Number() = default;
  Number(const Number &) = delete;
  ~Number() {
    if (const int Last = Fd.exchange(-1); Last >= 0)
      close(Last);
  }

private:
  std::atomic<int> Fd{-1};
};

int local() {
  std::atomic<int> Fd{-1};
  Fd = open("f", O_RDONLY | O_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
  if (Fd < 0)
    return -1;
  char Byte;
  if (read(Fd, &Byte, 1) != 1)
    return -1;
  close(Fd.exchange(-1));
  return Byte;
}

int restart() {
  std::atomic<int> Fd = open("f", O_RDONLY | O_CLOEXEC);
  Fd.store(open("g", O_RDONLY | O_CLOEXEC)); // expected-warning {{descriptor 'Fd' is overwritten while still open}}
  if (Fd.load() >= 0)
    close(Fd);
  return 0;
}

// Whoever holds the atomic has the number.
std::atomic<int> Shared{-1};
std::atomic<int> Second{-1};
void give(std::atomic<int> &Slot) {
  Slot.store(open("f", O_RDONLY | O_CLOEXEC));
}
void share() { Second = open("f", O_RDONLY | O_CLOEXEC); }

int stopThread() {
  std::atomic<bool> Stop{false};
  const int Fd = open("f", O_RDONLY | O_CLOEXEC);
  if (Fd < 0)
    return -1;
  std::thread Reader([&] {
    char Byte;
    while (!Stop)
      if (read(Fd, &Byte, 1) != 1)
        break;
  });
  Stop = true;
  Reader.join();
  close(Fd);
  return 0;
}

} // namespace

int main() {
  Number N;
  N.start();
  N.start();
  live();
  give(Shared);
  share();
  return local() + restart() + stopThread();
}
