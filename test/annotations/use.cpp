// The header in C++: classes, members, references, templates and lambdas.
extern "C" {
#include "all.h"
}

namespace {
class FDTIDY_OWNER Owner {
public:
  explicit Owner(FDTIDY_TAKES int Fd) : Raw(Fd) {}
  ~Owner() { broker_close(Raw); }
  Owner(const Owner &) = delete;
  Owner &operator=(const Owner &) = delete;
  FDTIDY_RETURNS_BORROWED int get() const { return Raw; }
  FDTIDY_RETURNS_OWNED int release() {
    int Old = Raw;
    Raw = -1;
    return Old;
  }

private:
  FDTIDY_OWNS int Raw;
};

FDTIDY_WHEN("ret") bool makePair(FDTIDY_ACQUIRES int (&Ends)[2]) {
  return broker_pair(&Ends[0]) == 0;
}

template <typename T> void closeAll(FDTIDY_RELEASES T First) {
  broker_close(First);
}
} // namespace

int main() {
  int Ends[2] = {-1, -1};
  if (!makePair(Ends))
    return 1;
  Owner First(Ends[0]);
  broker_poll(First.get(), Ends[1]);
  closeAll(Ends[1]);
  auto Close = [](FDTIDY_RELEASES int Fd) { broker_close(Fd); };
  Close(First.release());
  return 0;
}
