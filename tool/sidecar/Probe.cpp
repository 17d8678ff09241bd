//===- Probe.cpp - Readiness by asking ------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the two probes: a command that exits with 0, and a TCP connection
// that is accepted. One is under way at a time; an interval lies between two.
//===----------------------------------------------------------------------===//
#include "Readiness.h"
#include "Spawn.h"
#include <sys/epoll.h>

namespace sidecar {

namespace {

class ExecProbe : public Readiness {
public:
  explicit ExecProbe(const Setup &How)
      : Loop(How.Loop), Told(How.Told), Plan(*How.Plan.Probe),
        Interval(How.Plan.Rules.Interval), DevNull(How.DevNull),
        Again(How.Loop, [this] { probe(); }) {}
  ~ExecProbe() override { end(); }

  void begin() override {
    Asking = true;
    probe();
  }
  void setPlan(const ReadyPlan &Next) override {
    if (!Next.Probe ||
        (Plan == *Next.Probe && Interval == Next.Rules.Interval))
      return;
    Plan = *Next.Probe;
    Interval = Next.Rules.Interval;
    if (!Asking)
      return;
    end(); // the old command may be one that hangs
    begin();
  }
  void end() override {
    Asking = false;
    Again.cancel();
    if (Running) {
      Running->signalGroup(SIGKILL); // whoever reaps orphans reaps it
      Running->signalLeader(SIGKILL);
    }
    Running.reset();
  }
  bool probeEnded(pid_t Pid, bool Succeeded) override {
    if (!Running || Running->pid() != Pid)
      return false;
    Running->signalGroup(SIGKILL); // what it started, while it is unreaped
    Running.reset();
    Asking = !Succeeded;
    if (Succeeded)
      Told.becameReady();
    else
      Again.arm(Loop.now() + Interval);
    return true;
  }

private:
  void probe() {
    ChildDescriptors Null{DevNull, DevNull, DevNull, {}, -1};
    Result<Spawned> Child = spawn(Plan, Null, {}, false);
    if (Child)
      Running.emplace(std::move(Child->Child)); // no exec is exit 126
    else
      Again.arm(Loop.now() + Interval);
  }

  EventLoop &Loop;
  RunObserver &Told;
  ExecPlan Plan;
  Duration Interval;
  BorrowedFd DevNull;
  bool Asking = false;
  Timer Again;
  std::optional<Process> Running;
};

class TcpProbe : public Readiness {
public:
  explicit TcpProbe(const Setup &How)
      : Loop(How.Loop), Told(How.Told), Addresses(How.Plan.Addresses),
        Interval(How.Plan.Rules.Interval),
        Again(How.Loop, [this] { probe(); }) {}

  void begin() override {
    Asking = true;
    probe();
  }
  void setPlan(const ReadyPlan &Plan) override {
    if (Plan.Addresses.empty() ||
        (Addresses == Plan.Addresses && Interval == Plan.Rules.Interval))
      return;
    Addresses = Plan.Addresses;
    Interval = Plan.Rules.Interval;
    Next = 0;
    if (Asking)
      probe(); // in place of the one that is under way
  }
  void end() override {
    Asking = false;
    Again.cancel();
    Events.remove();
    Socket.reset();
  }

private:
  void probe() {
    Events.remove();
    // A connection that hangs is given up at the next interval.
    Again.arm(Loop.now() + Interval);
    const ReadyPlan::Address &To = Addresses[Next++ % Addresses.size()];
    Socket = OwnedFd(::socket(To.Storage.ss_family,
                              SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!Socket)
      return;
    if (::connect(Socket.raw(), reinterpret_cast<const sockaddr *>(&To.Storage),
                  To.Size) == 0)
      return accepted();
    if (errno != EINPROGRESS)
      return failed();
    Result<Registration> Added = Loop.add(Socket.borrow(), EPOLLOUT,
                                          [this](uint32_t) { onConnected(); });
    if (Added)
      Events = std::move(*Added);
  }

  void onConnected() {
    int Failure = 0;
    socklen_t Size = sizeof Failure;
    if (::getsockopt(Socket.raw(), SOL_SOCKET, SO_ERROR, &Failure, &Size) ==
            0 &&
        Failure == 0)
      accepted();
    else
      failed();
  }
  /// Where nobody listens, the system may give us just that port as ours, and
  /// then we meet ourselves.
  bool metOurselves() const {
    sockaddr_storage Ours{}, Theirs{};
    socklen_t Size = sizeof Ours, Other = sizeof Theirs;
    return ::getsockname(Socket.raw(), reinterpret_cast<sockaddr *>(&Ours),
                         &Size) == 0 &&
           ::getpeername(Socket.raw(), reinterpret_cast<sockaddr *>(&Theirs),
                         &Other) == 0 &&
           Size == Other && std::memcmp(&Ours, &Theirs, Size) == 0;
  }
  void accepted() {
    if (metOurselves())
      return failed();
    end();
    Told.becameReady();
  }
  /// The other addresses of the host come at once, the first one again later.
  void failed() {
    Events.remove();
    Socket.reset();
    if (Next % Addresses.size() != 0)
      Again.arm(Loop.now());
  }

  EventLoop &Loop;
  RunObserver &Told;
  std::vector<ReadyPlan::Address> Addresses;
  size_t Next = 0; // of them
  Duration Interval;
  bool Asking = false;
  Timer Again;
  OwnedFd Socket;
  Registration Events; // after Socket: it goes first
};

} // namespace

std::unique_ptr<Readiness> makeExecProbe(const Readiness::Setup &How) {
  return std::make_unique<ExecProbe>(How);
}
std::unique_ptr<Readiness> makeTcpProbe(const Readiness::Setup &How) {
  return std::make_unique<TcpProbe>(How);
}

} // namespace sidecar
