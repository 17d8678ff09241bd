// The elements of arrays of records, one by one.
// RUN: %check-fd fd-* %s
#include <array>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

// Assigning the first element of an array of records leaves the others.
struct Lane {
  int Read = -1, Write = -1;
};
class Lanes {
public:
  bool start() {
    for (Lane &L : All) {
      int P[2];
      if (pipe(P) != 0) {
        stop();
        return false;
      }
      L.Read = P[0];
      L.Write = P[1];
    }
    return true;
  }
  void stop() {
    for (Lane &L : All) {
      if (L.Read >= 0)
        close(L.Read);
      if (L.Write >= 0)
        close(L.Write);
      L = Lane();
    }
  }
  ~Lanes() { stop(); }

private:
  Lane All[3];
};
// A std::array is written as a whole.
void swapped(const char *Path) {
  std::array<int, 2> A{open(Path, O_RDONLY), open(Path, O_RDONLY)}, B{-1, -1};
  std::swap(A, B);
  for (int Fd : B)
    close(Fd);
  for (int Fd : A)
    if (Fd >= 0)
      close(Fd);
}
void forgotten(const char *Path) {
  Lane L[2];
  L[1].Read = open(Path, O_RDONLY); // expected-warning {{[fd-leak]}}
  L[0] = Lane();
}
