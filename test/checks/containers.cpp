// A container of this function holds what is put into it, and what leaves it
// open is lost with it.
// RUN: %check-fd fd-* %s
#include <algorithm>
#include <deque>
#include <fcntl.h>
#include <list>
#include <map>
#include <memory>
#include <unistd.h>
#include <utility>
#include <vector>

bool usable(const char *);
void adopt(int Fd);
void adoptAll(const std::vector<int> &);

void forgotten(const char *Path) {
  std::vector<int> Fds;
  int Fd = open(Path, O_RDONLY); // expected-warning {{descriptor 'Fd' is still open when its scope ends [fd-leak]}}
  if (Fd >= 0)
    Fds.push_back(Fd);
}

int someFail(const char **Paths, int N) {
  std::vector<int> Fds;
  for (int I = 0; I < N; ++I) {
    int Fd = open(Paths[I], O_RDONLY); // expected-warning {{descriptor 'Fd' is still open when the function returns [fd-leak]}}
    if (Fd < 0)
      return -1; // expected-note {{lost here: the function returns}}
    Fds.push_back(Fd);
  }
  for (int Fd : Fds)
    close(Fd);
  return 0;
}

int allClosed(const char **Paths, int N) {
  std::vector<int> Fds;
  for (int I = 0; I < N; ++I) {
    int Fd = open(Paths[I], O_RDONLY);
    if (Fd < 0) {
      for (int Open : Fds)
        close(Open);
      return -1;
    }
    Fds.push_back(Fd);
  }
  for (auto It = Fds.begin(); It != Fds.end(); ++It)
    close(*It);
  Fds.clear();
  return 0;
}

void byIndex(const char **Paths, int N) {
  std::vector<int> Fds;
  for (int I = 0; I < N; ++I)
    Fds.emplace_back(open(Paths[I], O_RDONLY));
  for (size_t I = 0; I < Fds.size(); ++I)
    if (Fds[I] >= 0)
      close(Fds[I]);
}

void cleared(const char *Path) {
  std::list<int> Fds;
  Fds.push_back(open(Path, O_RDONLY)); // expected-warning {{still open when the element that holds it is erased [fd-leak]}}
  Fds.clear(); // expected-note {{lost here: the element that holds it is erased}}
}

void popped(const char *Path) {
  std::vector<int> Fds;
  Fds.push_back(open(Path, O_RDONLY)); // expected-warning {{still open when the element that holds it is erased [fd-leak]}}
  while (!Fds.empty())
    Fds.pop_back(); // expected-note {{lost here}}
}

void drained(const char *Path) {
  std::deque<int> Fds;
  Fds.push_back(open(Path, O_RDONLY));
  while (!Fds.empty()) {
    int Fd = Fds.front();
    Fds.pop_front();
    close(Fd);
  }
}

void drainedByBreak(const char *Path) {
  std::map<int, int> Fds;
  Fds[1] = open(Path, O_RDONLY);
  while (true) {
    auto It = Fds.begin();
    if (It == Fds.end())
      break;
    close(It->second);
    Fds.erase(It);
  }
}

void byAlgorithm(const char *Path) {
  std::vector<int> Fds;
  Fds.push_back(open(Path, O_RDONLY));
  std::for_each(Fds.begin(), Fds.end(), close);
}

void byLambda(const char *Path) {
  std::vector<int> Fds;
  Fds.push_back(open(Path, O_RDONLY));
  std::for_each(Fds.begin(), Fds.end(), [](int Fd) { close(Fd); });
}

void bySelf(const char *Path) {
  std::vector<int> Fds;
  Fds.push_back(open(Path, O_RDONLY)); // expected-warning {{[fd-leak]}}
  int Sum = 0;
  std::for_each(Fds.begin(), Fds.end(), [&](int Fd) { Sum += Fd; });
}

void handedOn(const char *Path) {
  std::vector<int> Fds;
  Fds.push_back(open(Path, O_RDONLY));
  for (int Fd : Fds)
    adopt(Fd);
}

void handedOver(const char *Path) {
  std::vector<int> Fds;
  Fds.push_back(open(Path, O_RDONLY));
  adoptAll(Fds);
}

std::vector<int> returned(const char *Path) {
  std::vector<int> Fds;
  Fds.push_back(open(Path, O_RDONLY));
  return Fds;
}

void callerForgets(const char *Path) {
  auto Fds = returned(Path); // expected-warning {{[fd-leak]}}
  if (Fds.empty())
    return;
}

void callerCloses(const char *Path) {
  for (int Fd : returned(Path))
    close(Fd);
}

void keptByIndexOnly(const char *Path) {
  std::vector<int> Fds;
  int Fd = open(Path, O_RDONLY);
  Fds.push_back(Fd);
  close(Fds[0]);
}

// To another container, element by element and as a whole.
void moved(const char *Path) {
  std::vector<int> A, B, C;
  A.push_back(open(Path, O_RDONLY));
  for (int Fd : A)
    B.push_back(Fd);
  C = std::move(B);
  for (int Fd : C)
    close(Fd);
}

void movedAndForgotten(const char *Path) {
  std::vector<int> A, B;
  A.push_back(open(Path, O_RDONLY)); // expected-warning {{[fd-leak]}}
  for (int Fd : A)
    B.push_back(Fd);
}

void byRange(const char *Path) {
  int Ends[2];
  if (pipe(Ends) < 0)
    return;
  std::vector<int> Fds(Ends, Ends + 2);
  std::vector<int> More;
  More.insert(More.end(), Fds.begin(), Fds.end());
  for (int Fd : More)
    close(Fd);
}

struct Conn {
  int Fd = -1;
  bool Done = false;
};

void recordsForgotten(const char *Path) {
  std::vector<Conn> All;
  Conn C;
  C.Fd = open(Path, O_RDONLY); // expected-warning {{[fd-leak]}}
  All.push_back(C);
}

void recordErased(const char *Path) {
  std::list<Conn> All;
  All.push_back({open(Path, O_RDONLY), false}); // expected-warning {{still open when the element that holds it is erased [fd-leak]}}
  for (auto It = All.begin(); It != All.end();) {
    if (usable(Path))
      It = All.erase(It); // expected-note {{lost here}}
    else
      ++It;
  }
  for (Conn &C : All)
    close(C.Fd);
}

void recordClosedBefore(const char *Path) {
  std::list<Conn> All;
  All.push_back({open(Path, O_RDONLY), false});
  for (auto It = All.begin(); It != All.end();) {
    if (usable(Path)) {
      close(It->Fd);
      It = All.erase(It);
    } else {
      ++It;
    }
  }
  for (Conn &C : All)
    close(C.Fd);
}

// The number says which: nobody here knows that it is another one.
void byNumber(const char *Path, int (*Next)()) {
  std::map<int, Conn> All;
  int Fd = open(Path, O_RDONLY);
  All[Fd].Fd = Fd;
  while (int Ready = Next()) {
    auto It = All.find(Ready);
    All.erase(It);
    close(Ready);
  }
}

class Owner {
public:
  explicit Owner(int Fd) : Fd(Fd) {}
  Owner(Owner &&O) : Fd(std::exchange(O.Fd, -1)) {}
  ~Owner() {
    if (Fd >= 0)
      close(Fd);
  }

private:
  int Fd;
};

void owners(const char *Path) {
  std::vector<Owner> All;
  All.emplace_back(open(Path, O_RDONLY));
  All.push_back(Owner(open(Path, O_RDONLY)));
  All.pop_back();
}

void ownersOnHeap(const char *Path) {
  std::vector<std::unique_ptr<Owner>> All;
  All.push_back(std::make_unique<Owner>(open(Path, O_RDONLY)));
  All.emplace_back(new Owner(open(Path, O_RDONLY)));
}

void recordsOnHeap(const char *Path) {
  std::vector<std::unique_ptr<Conn>> All;
  auto C = std::make_unique<Conn>();
  C->Fd = open(Path, O_RDONLY); // expected-warning {{still open when the record that holds it is freed [fd-leak]}}
  All.push_back(std::move(C));
}

void pointers(const char *Path) {
  std::vector<Conn *> All;
  Conn *C = new Conn;
  C->Fd = open(Path, O_RDONLY);
  All.push_back(C);
  for (Conn *Each : All) {
    close(Each->Fd);
    delete Each;
  }
}
