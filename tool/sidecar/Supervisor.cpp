//===- Supervisor.cpp - All daemons and their order -----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the set-up, the loop, and what signals do.
//===----------------------------------------------------------------------===//
#include "Supervisor.h"
#include "CommandLine.h"
#include "Orphans.h"
#include "Resident.h"
#include "Signals.h"
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/signalfd.h>

namespace sidecar {

/// Containers that start together shall not restart together.
static unsigned seed() {
  unsigned Seed = 0;
  if (::getrandom(&Seed, sizeof Seed, GRND_NONBLOCK) != sizeof Seed)
    Seed = unsigned(Clock::now().time_since_epoch().count() ^ ::getpid());
  return Seed;
}

Supervisor::Supervisor(std::unique_ptr<EventLoop> L, OwnedFd SignalFd,
                       OwnedFd Null, const Options &How, LogFiles Files)
    : Loop(std::move(L)), Signals(std::move(SignalFd)),
      DevNull(std::move(Null)), Stdout(*Loop, BorrowedFd(STDOUT_FILENO)),
      Events(*Loop, BorrowedFd(STDERR_FILENO), Stdout,
             BorrowedFd(STDOUT_FILENO)),
      How(How),
      Files(std::move(Files)),
      Host{*Loop,
           Stdout,
           Events,
           DevNull.borrow(),
           {},
           {},
           false,
           {},
           [this] {
             double Low = double(Jitter.min()), High = double(Jitter.max());
             return 2 * (double(Jitter()) - Low) / (High - Low) - 1;
           },
           [this](Daemon &D, const Ending &E, bool Acceptable) {
             daemonEnded(D, E, Acceptable);
           },
           [this](Daemon &D, const Ending &E) { daemonGaveUp(D, E); },
           0},
      HurryTimer(*Loop, [this] { hurry(); }),
      BudgetTimer(*Loop, [this] { killAll(); }),
      DrainTimer(*Loop, [] {}), // it wakes the loop, which looks itself
      DropTimer(*Loop, [this] { dropIfStuck(); }),
      QuietTimer(*Loop, giveBackMemory), Jitter(seed()), Started(Clock::now()) {
}

Result<void> Supervisor::prepareProcess() {
  // What is opened later would land there, a log file for instance.
  for (int Fd = 0; Fd < 3; ++Fd) {
    if (::fcntl(Fd, F_GETFD) >= 0 || errno != EBADF)
      continue;
    OwnedFd Filler(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!Filler)
      return Error::last("open", "/dev/null");
    (void)Filler.release(); // the process keeps it: open gave it this number
  }
  // The kernel throws away what PID 1 has not asked for.
  if (::getpid() == 1)
    return takeOverSignals();
  // Any other process may end by these as long as there is nothing to shut down,
  // but not by those that are no wish to end it.
  sigset_t Set = blockableSignals();
  for (int Signal : {SIGTERM, SIGINT, SIGQUIT})
    sigdelset(&Set, Signal);
  if (::sigprocmask(SIG_BLOCK, &Set, nullptr) != 0)
    return Error::last("sigprocmask");
  return {};
}

Result<std::unique_ptr<Supervisor>>
Supervisor::open(const Options &How, Site First, LogFiles Files) {
  if (Result<void> Taken = takeOverSignals(); !Taken)
    return Taken.error();
  Result<std::unique_ptr<EventLoop>> Loop = EventLoop::open();
  if (!Loop)
    return Loop.error();
  Result<OwnedFd> SignalFd = openSignalFd();
  if (!SignalFd)
    return SignalFd.error();
  OwnedFd Null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!Null)
    return Error::last("open", "/dev/null");
  adoptOrphans();
  std::unique_ptr<Supervisor> S(
      new Supervisor(std::move(*Loop), std::move(*SignalFd), std::move(Null),
                     How, std::move(Files)));
  Result<Registration> Added =
      S->Loop->add(S->Signals.borrow(), EPOLLIN,
                   [P = S.get()](uint32_t) { P->onSignals(); });
  if (!Added)
    return Added.error();
  S->SignalEvents = std::move(*Added);
  if (Result<void> Heard = S->listen(First.Global.ControlSocket); !Heard)
    return Heard.error();
  S->applyGlobals(First.Global);
  for (size_t I : startOrder(First.Global.Daemons))
    S->addDaemon(std::move(First.Daemons[I]));
  return S;
}

Result<void> Supervisor::listen(const std::optional<std::string> &Configured) {
  if (!Control)
    Control = std::make_unique<ControlServer>(*this);
  if (!How.Socket.empty())
    return Control->listen(How.Socket);
  if (Configured)
    return Control->listen(*Configured);
  Result<void> Default = Control->listen(DefaultSocket);
  int Why = Default ? 0 : Default.error().Number;
  // Nobody asked for this one: a machine without /run does without it.
  if (Why != EACCES && Why != ENOENT && Why != EROFS && Why != EPERM)
    return Default;
  Events.write("no-control-socket", [&](JsonText &J) {
    J.field("error", Default.error().message());
  });
  return {};
}

void Supervisor::applyGlobals(const Config &Next) {
  Global = Next;
  Global.Daemons.clear();
  Host.Lines = Next.Lines;
  Host.DrainTimeout = Next.DrainTimeout;
  Host.DieWithParent = Next.DieWithParent;
  Host.NotifyFolder = ::access("/run", W_OK) == 0 ? "/run" : "/tmp";
}

void Supervisor::addDaemon(DaemonPlan Plan) {
  Daemons.push_back(std::make_unique<Daemon>(Host, std::move(Plan)));
}

/// The parsers are not needed again soon.
void Supervisor::becomeQuiet() {
  QuietTimer.arm(Loop->now() + std::chrono::seconds(1));
}

Daemon *Supervisor::find(std::string_view Name) {
  for (const std::unique_ptr<Daemon> &D : Daemons)
    if (D->name() == Name)
      return D.get();
  return nullptr;
}

void Supervisor::startWithDependencies(Daemon &D) {
  for (const std::string &After : D.plan().Config.After)
    if (Daemon *First = find(After)) // stopped, or about to be
      if (First->want() == Want::Down || First->state() == State::Failed)
        startWithDependencies(*First);
  D.Ordered = true;
  D.apply(Event::Start);
}

int Supervisor::run() {
  becomeQuiet();
  onSignals(); // a TERM that came during the set-up is in time
  if (!shuttingDown())
    for (const std::unique_ptr<Daemon> &D : Daemons)
      if (D->plan().Config.Start)
        D->apply(Event::Start);
  while (true) {
    settle();
    if (Doing == Phase::Draining && drained())
      return finish();
    Result<void> Turn = MoreToReap ? Loop->poll() : Loop->turn();
    if (MoreToReap)
      reap();
    if (!Turn) {
      Events.write("error", [&](JsonText &J) {
        J.field("error", Turn.error().message());
      });
      Outcome.fix(ExitOsError, "event-loop", {}, Turn.error().message());
      killAll();
      return finish();
    }
  }
}

void Supervisor::settle() {
  advanceReload();
  releaseWaiting();
  checkEnd();
  advanceShutdown();
  for (const std::unique_ptr<Daemon> &D : Daemons)
    D->tidy();
  std::erase_if(Daemons, [](const std::unique_ptr<Daemon> &D) {
    return D->Removed && !D->hasProcess() && !D->lingers();
  });
  if (Control)
    Control->answer();
  Stdout.flush();
}

/// Whether \p D needs not wait for what it is after: that is ready or done, has
/// failed for good, or is not wanted at all.
bool Supervisor::released(const Daemon &D) const {
  // One that a reload removed and the next one brought back has ended first:
  // there are never two.
  for (const std::unique_ptr<Daemon> &Before : Daemons)
    if (Before->Removed && Before->hasProcess() && Before->name() == D.name())
      return false;
  if (!D.Ordered)
    return true;
  for (const std::string &After : D.plan().Config.After)
    for (const std::unique_ptr<Daemon> &First : Daemons) {
      if (First->name() != After)
        continue;
      State S = First->state();
      bool Settled = S == State::Ready || S == State::Done ||
                     S == State::Failed || S == State::Stopped;
      if (!Settled || First->ReloadPending)
        return false;
    }
  return true;
}

void Supervisor::releaseWaiting() {
  // A spawn that fails at once can release others: as often as it can matter.
  bool Again = true;
  for (size_t Pass = 0; Again && Pass <= Daemons.size(); ++Pass) {
    Again = false;
    for (size_t I = 0; I < Daemons.size(); ++I) {
      Daemon &D = *Daemons[I];
      if (D.state() != State::Waiting || D.ReloadPending || !released(D))
        continue;
      for (const std::string &After : D.plan().Config.After)
        if (Daemon *First = find(After);
            D.Ordered && First && First->state() == State::Failed)
          Events.write("dependency-failed", [&](JsonText &J) {
            J.field("daemon", std::string_view(D.name()));
            J.field("after", std::string_view(After));
          });
      D.Ordered = false;
      D.apply(Event::Released);
      Again = true;
    }
  }
}

void Supervisor::checkEnd() {
  if (Doing != Phase::Running)
    return;
  const Daemon *First = nullptr; // that failed
  bool AllDone = true;
  for (const std::unique_ptr<Daemon> &D : Daemons) {
    if (D->Removed && !D->hasProcess())
      continue; // no daemon of ours any more
    if (D->state() == State::Failed)
      First = First ? First : D.get();
    else if (D->state() != State::Done && D->state() != State::Stopped)
      return; // alive or due
    AllDone = AllDone && D->state() == State::Done;
  }
  if (First)
    Outcome.fix(1, "nothing-left", First->name(), First->lastEnding()->text());
  else if (AllDone)
    Outcome.fix(0, "done");
  else
    return;
  beginShutdown("nothing-left");
}

void Supervisor::onSignals() {
  // Once a turn: children can end as fast as we read that they do.
  signalfd_siginfo Batch[16];
  ssize_t Size = ::read(Signals.raw(), Batch, sizeof Batch);
  for (ssize_t I = 0; I < Size / ssize_t(sizeof Batch[0]); ++I)
    onSignal(int(Batch[I].ssi_signo));
}

void Supervisor::onSignal(int Signal) {
  switch (Signal) {
  case SIGCHLD:
    return reap();
  case SIGTERM:
  case SIGINT:
    // The first one asks, even where a shutdown is under way for another
    // reason; somebody who sends a second one has lost patience.
    if (std::exchange(Asked, true))
      return killAll();
    return beginShutdown(Signal == SIGTERM ? "TERM" : "INT");
  case SIGQUIT:
    if (Doing == Phase::Running)
      beginShutdown("QUIT");
    return killAll();
  case SIGHUP:
    return reload();
  case SIGUSR1:
    return reportStatus();
  case SIGUSR2:
    return reopenLogs();
  default:
    return;
  }
}

void Supervisor::reportStatus() { Events.write(statusJson() + "\n"); }

void Supervisor::reopenLogs() {
  Result<void> Done = Files.reopen();
  Events.write("logs-reopened", [&](JsonText &J) {
    if (!Done)
      J.field("error", Done.error().message());
  });
}

} // namespace sidecar
