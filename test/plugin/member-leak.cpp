// A member that the class acquires and that its destructor forgets.
// RUN: %check-fd fd-* %s
#include <unistd.h>

class Pump {
public:
  Pump() = default;
  Pump(const Pump &) = delete;
  Pump &operator=(const Pump &) = delete;
  ~Pump() { // expected-warning {{the destructor of 'Pump' leaves descriptor 'In' open [fd-member-leak]}}
    if (Out >= 0)
      close(Out);
  }
  bool start() {
    int Ends[2];
    if (Out >= 0 || In >= 0 || pipe(Ends) != 0)
      return false;
    Out = Ends[0];
    In = Ends[1];
    return true;
  }

private:
  int In = -1, Out = -1;
};

class Right {
public:
  Right() = default;
  Right(const Right &) = delete;
  Right &operator=(const Right &) = delete;
  ~Right() {
    if (In >= 0)
      close(In);
    if (Out >= 0)
      close(Out);
  }
  bool start() {
    int Ends[2];
    if (Out >= 0 || In >= 0 || pipe(Ends) != 0)
      return false;
    Out = Ends[0];
    In = Ends[1];
    return true;
  }

private:
  int In = -1, Out = -1;
};

int main() {
  Pump P;
  Right R;
  return P.start() && R.start() ? 0 : 1;
}
