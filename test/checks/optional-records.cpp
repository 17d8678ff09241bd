// A record in an optional ends where that is reset or gets another value, and with
// it the only number of its pipe.
// RUN: %check-fd fd-* %s
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

struct Child {
  pid_t Pid = -1;
  int Out = -1;
};

class Wrong {
public:
  Wrong() = default;
  Wrong(const Wrong &) = delete;
  void start(const char *Path) {
    Child New;
    New.Pid = fork();
    New.Out = open(Path, O_RDONLY | O_CLOEXEC);
    if (New.Out >= 0)
      C = New;
  }
  void stop() {
    if (!C)
      return;
    kill(C->Pid, SIGTERM);
    C = std::nullopt; // expected-warning {{descriptor 'C->Out' is still open when the record that holds it is freed [fd-member-leak]}}
  }
  void reap() {
    if (C && waitpid(C->Pid, nullptr, WNOHANG) == C->Pid)
      C.reset(); // expected-warning {{descriptor 'C->Out' is still open when the record that holds it is freed [fd-member-leak]}}
  }
  void restart(const char *Path) {
    Child New;
    New.Out = open(Path, O_RDONLY | O_CLOEXEC);
    if (New.Out < 0)
      return;
    if (C)
      kill(C->Pid, SIGTERM);
    C = New; // expected-warning {{descriptor 'C->Out' is still open when the record that holds it is freed [fd-member-leak]}}
  }
  ~Wrong() {
    if (C)
      close(C->Out);
  }

private:
  std::optional<Child> C;
};
class Right {
public:
  Right() = default;
  Right(const Right &) = delete;
  void start(const char *Path) {
    Child New;
    New.Pid = fork();
    New.Out = open(Path, O_RDONLY | O_CLOEXEC);
    if (New.Out >= 0)
      C = New;
  }
  void stop() {
    if (!C)
      return;
    close(C->Out);
    C = std::nullopt;
  }
  void died() {
    if (!C)
      return;
    Dead.push_back(*C);
    C.reset();
  }
  ~Right() {
    if (C)
      close(C->Out);
    for (Child &Old : Dead)
      close(Old.Out);
  }

private:
  std::optional<Child> C;
  std::vector<Child> Dead;
};
// The pipe has come to its end, and is closed, before the child is reaped.
class InTwoSteps {
public:
  InTwoSteps() = default;
  InTwoSteps(const InTwoSteps &) = delete;
  void start(const char *Path) {
    Child New;
    New.Out = open(Path, O_RDONLY | O_CLOEXEC);
    if (New.Out >= 0)
      C = New;
  }
  void ended() {
    if (!C)
      return;
    close(C->Out);
    C->Out = -1;
  }
  void reap() {
    if (C && waitpid(C->Pid, nullptr, WNOHANG) == C->Pid)
      C.reset();
  }
  ~InTwoSteps() {
    if (C && C->Out >= 0)
      close(C->Out);
  }

private:
  std::optional<Child> C;
};
