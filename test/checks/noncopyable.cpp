// A copy that C++98 forbids, private and never defined, hides no body.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <unistd.h>

class Forgets {
public:
  Forgets() : A(open("a", O_RDONLY)), B(open("b", O_RDONLY)) {}
  ~Forgets() { // expected-warning {{the destructor of 'Forgets' leaves descriptor 'B' open [fd-member-leak]}}
    if (A >= 0)
      close(A);
  }

private:
  Forgets(const Forgets &);
  Forgets &operator=(const Forgets &);
  int A, B;
};
class Right {
public:
  Right() : A(open("a", O_RDONLY)) {}
  ~Right() {
    if (A >= 0)
      close(A);
  }

private:
  Right(const Right &);
  Right &operator=(const Right &);
  int A;
};
// This copy is somebody's, and defined in another file.
class Elsewhere {
public:
  Elsewhere() : A(open("a", O_RDONLY)), B(open("b", O_RDONLY)) {}
  Elsewhere(const Elsewhere &);
  ~Elsewhere() {
    if (A >= 0)
      close(A);
  }

private:
  int A, B;
};
