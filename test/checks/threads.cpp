// A thread that only reads what it is given owns nothing; one that closes it, or
// never ends, does; one that closes it on some paths is right on these only.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <functional>
#include <future>
#include <stdexcept>
#include <sys/socket.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

static void pump(int Fd) {
  char Buffer[512];
  while (read(Fd, Buffer, sizeof Buffer) > 0)
    ;
}

static void pumpAndClose(int Fd) {
  pump(Fd);
  close(Fd);
}

void joined(const char *Path) {
  int Fd = open(Path, O_RDONLY); // expected-warning {{descriptor 'Fd' is still open when its scope ends [fd-leak]}}
  if (Fd < 0)
    return;
  std::thread Reader([Fd] { pump(Fd); });
  Reader.join();
}

void joinedAndClosed(const char *Path) {
  int Fd = open(Path, O_RDONLY);
  if (Fd < 0)
    return;
  std::thread Reader([Fd] { pump(Fd); });
  Reader.join();
  close(Fd);
}

void detached(const char *Path) {
  int Fd = open(Path, O_RDONLY); // expected-warning {{[fd-leak]}}
  if (Fd >= 0)
    std::thread(pump, Fd).detach();
}

void closedByItself(const char *Path) {
  int Fd = open(Path, O_RDONLY);
  if (Fd >= 0)
    std::thread(pumpAndClose, Fd).detach();
}

void closedByItsLambda(const char *Path) {
  int Fd = open(Path, O_RDONLY);
  if (Fd >= 0)
    std::jthread([Fd] {
      pump(Fd);
      close(Fd);
    }).detach();
}

static void failIf(bool Bad) {
  if (Bad)
    throw std::runtime_error("read");
}

static void answer(int Client)
try {
  char Byte;
  failIf(read(Client, &Byte, 1) < 0);
  close(Client);
} catch (const std::exception &) { // it stays open
}

static void answerAndClose(int Client) {
  try {
    char Byte;
    failIf(read(Client, &Byte, 1) < 0);
  } catch (const std::exception &) {
  }
  close(Client);
}

void next(int Listener) {
  int Client = accept4(Listener, nullptr, nullptr, SOCK_CLOEXEC); // expected-warning {{descriptor 'Client' is still open when its scope ends [fd-leak]}}
  if (Client >= 0)
    std::thread(answer, Client).detach();
}

void nextRight(int Listener) {
  int Client = accept4(Listener, nullptr, nullptr, SOCK_CLOEXEC);
  if (Client >= 0)
    std::thread(answerAndClose, Client).detach();
}

// An exception that leaves a thread ends the process.
static void answerOrDie(int Client) {
  char Byte;
  failIf(read(Client, &Byte, 1) < 0);
  close(Client);
}

void nextOrDie(int Listener) {
  int Client = accept4(Listener, nullptr, nullptr, SOCK_CLOEXEC);
  if (Client >= 0)
    std::thread(answerOrDie, Client).detach();
}

// Nothing is read to its end there: it serves as long as the process.
void forEver(const char *Path) {
  int Fd = open(Path, O_RDONLY);
  if (Fd >= 0)
    std::thread([Fd] {
      char Byte;
      while (true)
        read(Fd, &Byte, 1);
    }).detach();
}

void handle(int Fd);
void unseen(const char *Path) {
  int Fd = open(Path, O_RDONLY);
  if (Fd >= 0)
    std::thread([Fd] { handle(Fd); }).detach();
}

void async(const char *Path) {
  int Fd = open(Path, O_RDONLY); // expected-warning {{[fd-leak]}}
  if (Fd < 0)
    return;
  auto Done = std::async([Fd] { pump(Fd); });
  Done.wait();
}

// A thread that cannot be started takes nothing over.
void notStarted(const char *Path) {
  int Fd = open(Path, O_RDONLY); // expected-warning {{[fd-leak]}}
  if (Fd < 0)
    return;
  try {
    std::thread(pumpAndClose, Fd).detach();
  } catch (const std::system_error &) {
    return; // expected-note {{lost here}}
  }
}

void notStartedButClosed(const char *Path) {
  int Fd = open(Path, O_RDONLY);
  if (Fd < 0)
    return;
  try {
    std::thread(pumpAndClose, Fd).detach();
  } catch (const std::system_error &) {
    close(Fd);
  }
}

class Pool {
public:
  void later(std::function<void()> Job) { Jobs.push_back(std::move(Job)); }

private:
  std::vector<std::function<void()>> Jobs;
};

void deferred(Pool &P, const char *Path) {
  int Fd = open(Path, O_RDONLY);
  if (Fd >= 0)
    P.later([Fd] { pumpAndClose(Fd); });
}

// A thread that a container makes in place.
void inPlace(int Listener) {
  std::vector<std::thread> Threads;
  for (int I = 0; I < 4; ++I) {
    int Fd = accept4(Listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (Fd < 0)
      break;
    Threads.emplace_back([Fd] { pumpAndClose(Fd); });
  }
  for (std::thread &Each : Threads)
    Each.join();
}

void inPlaceByFunction(int Listener) {
  std::vector<std::thread> Threads;
  int Fd = accept4(Listener, nullptr, nullptr, SOCK_CLOEXEC);
  if (Fd < 0)
    return;
  Threads.emplace_back(pumpAndClose, Fd);
  Threads.back().join();
}

void inPlaceAndLost(int Listener) {
  std::vector<std::thread> Threads;
  int Fd = accept4(Listener, nullptr, nullptr, SOCK_CLOEXEC); // expected-warning {{descriptor 'Fd' is still open when its scope ends [fd-leak]}}
  if (Fd < 0)
    return;
  Threads.emplace_back(pump, Fd);
  Threads.back().join();
}
