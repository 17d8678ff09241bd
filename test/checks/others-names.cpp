// Members and functions that happen to be called like the library's are somebody
// else's.
// RUN: %check-fd fd-* %s -std=c++20
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

struct Door {
  int open(const char *Key, int Turns);
  int accept(int Guest, void *Name, void *Size);
  int dup(int Key);
  void close(int Key);
};
namespace other {
int open(const char *Path, int Flags);
}

void doors(Door &D) {
  int Turns = D.open("key", 2);
  int Guest = D.accept(1, nullptr, nullptr);
  int Copy = D.dup(Guest);
  D.close(Copy);
  D.close(Copy);
  (void)Turns;
  (void)other::open("x", 0);
}
void library(int Server) {
  int Fd = ::open("x", O_RDONLY); // expected-warning {{'Fd' is still open}}
  int Guest = ::accept(Server, nullptr, nullptr); // expected-warning {{'Guest' is still open}}
  (void)Fd;
  (void)Guest;
}
void leaves(Door &D) {
  int Fd = ::open("x", O_RDONLY);
  D.close(Fd); // may close it
}
