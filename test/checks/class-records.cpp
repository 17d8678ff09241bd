// Members that are arrays, records, pointers to records; captures of threads.
// RUN: %check-fd fd-* %s
#include <csignal>
#include <fcntl.h>
#include <memory>
#include <thread>
#include <unistd.h>

#define OWNS(T)                                                               \
  T() {}                                                                       \
  T(const T &) = delete;                                                       \
  T &operator=(const T &) = delete
int opened() { return open("x", O_RDONLY | O_CLOEXEC); }

struct HalfPipe {
  OWNS(HalfPipe);
  int Ends[2] = {-1, -1};
  void start() {
    if (Ends[0] < 0)
      (void)!pipe2(Ends, O_CLOEXEC);
  }
  ~HalfPipe() { close(Ends[0]); } // expected-warning {{'Ends[1]' open [fd-member-leak]}}
};
struct WholePipe {
  OWNS(WholePipe);
  int Ends[2] = {-1, -1};
  void start() {
    if (Ends[0] < 0)
      (void)!pipe2(Ends, O_CLOEXEC);
  }
  ~WholePipe() {
    for (int Fd : Ends)
      close(Fd);
  }
};

struct Slot {
  int Out = -1;
  pid_t Pid = -1;
};
class Slots {
public:
  OWNS(Slots);
  void start(int I) { All[I].Out = opened(); }
  ~Slots() { // expected-warning {{'All[...].Out' open [fd-member-leak]}}
    for (Slot &S : All)
      kill(S.Pid, SIGTERM);
  }

private:
  Slot All[4];
};
class ClosedSlots {
public:
  OWNS(ClosedSlots);
  void start(int I) { All[I].Out = opened(); }
  ~ClosedSlots() {
    for (Slot &S : All)
      if (S.Out >= 0)
        close(S.Out);
  }

private:
  Slot All[4];
};

struct Child {
  int Log = -1;
  pid_t Pid = -1;
};
class Pointed {
public:
  OWNS(Pointed);
  void start() {
    if (Now)
      return;
    Now = std::make_unique<Child>();
    Now->Log = opened();
  }
  void stop() {
    if (Now)
      kill(Now->Pid, SIGTERM);
    Now.reset(); // expected-warning {{'Now->Log' is still open when the record that holds it is freed [fd-member-leak]}}
  }

private:
  std::unique_ptr<Child> Now;
};

struct Node {
  Node *Next = nullptr;
  int Peer = -1;
};
class List {
public:
  OWNS(List);
  void add() {
    Node *N = new Node;
    N->Peer = opened();
    N->Next = Head;
    Head = N;
  }
  ~List() {
    while (Head) {
      Node *N = Head;
      Head = N->Next;
      delete N; // expected-warning {{'Head->Peer' is still open when}}
    }
  }

private:
  Node *Head = nullptr;
};

struct Link {
  Link *Next = nullptr;
  int Conn = -1;
};
class ClosedList {
public:
  OWNS(ClosedList);
  void add() {
    Link *L = new Link;
    L->Conn = opened();
    L->Next = Head;
    Head = L;
  }
  ~ClosedList() {
    while (Head) {
      Link *L = Head;
      Head = L->Next;
      if (L->Conn >= 0)
        close(L->Conn);
      delete L;
    }
  }

private:
  Link *Head = nullptr;
};

// A thread that only reads its copy is no owner; one that closes it is.
class Pump {
public:
  OWNS(Pump);
  void start() {
    Out = opened();
    std::thread([From = Out] {
      char C;
      while (read(From, &C, 1) > 0)
        ;
    }).detach();
  }
  void stop() {}
  ~Pump() { stop(); } // expected-warning {{'Out' open [fd-member-leak]}}

private:
  int Out = -1;
};
class ClosingPump {
public:
  OWNS(ClosingPump);
  void start() {
    Out = opened();
    std::thread([From = Out] {
      char C;
      while (read(From, &C, 1) > 0)
        ;
      close(From);
    }).detach();
  }
  void stop() {}
  ~ClosingPump() { stop(); }

private:
  int Out = -1;
};
class EndlessPump {
public:
  OWNS(EndlessPump);
  void start() {
    Out = opened();
    std::thread([From = Out] {
      for (char C;;)
        (void)!read(From, &C, 1);
    }).detach();
  }
  void stop() {}
  ~EndlessPump() { stop(); }

private:
  int Out = -1;
};
