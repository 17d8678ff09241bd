// A method that returns each number that it opens hands it to its caller, who may
// own it; one that says how it went does not.
// RUN: %check-fd fd-overwrite %s
#include <sys/socket.h>
#include <unistd.h>

class Copies {
  int Listener = -1;

public:
  int next() {
    if (Listener < 0)
      Listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    else
      Listener = dup(Listener);
    return Listener;
  }
  void stop() {
    close(Listener);
    Listener = -1;
  }
};

class Forgets {
  int Listener = -1;

public:
  bool next() {
    if (Listener < 0)
      Listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    else
      Listener = dup(Listener); // expected-warning {{'Listener' is overwritten while still open}}
    return Listener >= 0;
  }
  void stop() {
    close(Listener);
    Listener = -1;
  }
};
