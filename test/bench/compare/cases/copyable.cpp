// fd-copyable-owner: a class closes in its destructor and can be copied
#include <unistd.h>

class Owner {
public:
  explicit Owner(int Fd) : Fd(Fd) {}
#ifdef RIGHT
  Owner(const Owner &) = delete;
  Owner &operator=(const Owner &) = delete;
#endif
  ~Owner() { close(Fd); }
  int get() const { return Fd; }

private:
  int Fd;
};

int number(const Owner &O) { return O.get(); }
