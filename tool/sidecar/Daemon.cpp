//===- Daemon.cpp - One daemon of the configuration -----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the actions of the state machine, and what a run tells.
//===----------------------------------------------------------------------===//
#include "Daemon.h"
#include "ProcStat.h"
#include "Signals.h"

namespace sidecar {

using std::chrono::milliseconds;

/// How a file is rotated is policy.
static bool sameTarget(const StreamRules &A, const StreamRules &B) {
  return A.Kind == B.Kind && A.Path == B.Path;
}

bool DaemonPlan::sameForExec(const DaemonPlan &Other) const {
  return Exec == Other.Exec && Ready.sameForExec(Other.Ready) &&
         sameTarget(Config.Stdout, Other.Config.Stdout) &&
         sameTarget(Config.Stderr, Other.Config.Stderr);
}

Daemon::Daemon(DaemonHost &Host, DaemonPlan First)
    : Host(Host), Plan(std::move(First)), Policy(Plan.Config.Restart),
      Queue(Host.Stdout, [this] { resumeOutput(); }),
      ReadyTimer(Host.Loop, [this] { notReady(); }),
      KillTimer(Host.Loop, [this] { apply(Event::KillTimeout); }),
      BackoffTimer(Host.Loop, [this] { apply(Event::BackoffOver); }),
      StableTimer(Host.Loop, [this] { apply(Event::Stable); }),
      LingerTimer(Host.Loop, [this] { lingeredLong(); }), Since(Clock::now()) {}

void Daemon::setPlan(DaemonPlan Next) {
  bool Ready = Plan.Ready.Rules.Timeout != Next.Ready.Rules.Timeout;
  bool Stop = Plan.Config.StopTimeout != Next.Config.StopTimeout;
  bool Again = !(Plan.Config.Restart == Next.Config.Restart);
  Plan = std::move(Next);
  Policy.setRules(Plan.Config.Restart);
  // What is being waited for is waited for by the new rules.
  if (Ready && Now == State::Starting)
    armReady();
  if (Current)
    Current->setReadiness(Plan.Ready);
  if (Stop && KillTimer.armed())
    KillTimer.arm(Since + Plan.Config.StopTimeout);
  if (Again && BackoffTimer.armed())
    BackoffTimer.arm(Since + delay());
  if (Again && StableTimer.armed())
    StableTimer.arm(Since + Plan.Config.Restart.Reset);
  if (Plan.OutFile)
    Plan.OutFile->setRules(Plan.Config.Stdout);
  if (Plan.ErrFile)
    Plan.ErrFile->setRules(Plan.Config.Stderr);
  hostChanged();
}

void Daemon::hostChanged() {
  Overflow When = Dropping ? Overflow::Drop : Plan.Config.Overflow;
  if (OutTarget) {
    OutTarget->setOverflow(When);
    OutTarget->setFormat(LineFormat(Host.Lines, OutKind, name(), "stdout"));
  }
  if (ErrTarget) {
    ErrTarget->setOverflow(When);
    ErrTarget->setFormat(LineFormat(Host.Lines, ErrKind, name(), "stderr"));
  }
  if (Current)
    Current->setLineLimit(Host.Lines.Limit);
  resumeOutput();
}

void Daemon::setState(State Next) {
  if (Now != Next)
    Since = Host.Loop.now();
  Now = Next;
}

void Daemon::apply(Event E, Verdict V) {
  std::optional<Step> Taken = step(Now, Wanted, E, V);
  if (!Taken)
    return;
  setState(Taken->NextState);
  Wanted = Taken->NextWant;
  if (Now == State::Stopped || Now == State::Waiting)
    BackoffTimer.cancel();
  if (Taken->Actions & Action::ClearPolicy)
    Policy.clear(), RetryDue = false;
  if (Taken->Actions & Action::ForgetBackoff)
    Policy.forgetBackoff();
  if (Taken->Actions & Action::ArmStable)
    StableTimer.arm(Host.Loop.now() + Plan.Config.Restart.Reset);
  if (Taken->Actions & Action::SendStop)
    sendStop();
  if (Taken->Actions & Action::SendKill)
    sendKill();
  if (Taken->Actions & Action::ArmBackoff)
    armBackoff();
  if (Taken->Actions & Action::GiveUp) {
    report("failed", [&](JsonText &J) { J.field("status", Last->text()); });
    Host.GaveUp(*this, *Last);
  }
  if (Taken->Actions & Action::Spawn)
    spawnNow();
}

std::shared_ptr<StreamTarget>
Daemon::target(const StreamRules &Rules, const std::shared_ptr<LogFile> &File,
               const char *Stream) {
  if (Rules.Kind == StreamKind::Null)
    return nullptr;
  return std::make_shared<StreamTarget>(
      LineFormat(Host.Lines, Rules.Kind, name(), Stream), Queue, File, Tail,
      Counts, Dropping ? Overflow::Drop : Plan.Config.Overflow);
}

void Daemon::spawnNow() {
  (RetryDue ? Unasked : Asked) += Spawns > 0;
  RetryDue = Killed = false;
  StopSent = 0;
  ++Spawns;
  StatusText.clear();
  OutTarget = target(Plan.Config.Stdout, Plan.OutFile, "stdout");
  ErrTarget = target(Plan.Config.Stderr, Plan.ErrFile, "stderr");
  OutKind = Plan.Config.Stdout.Kind;
  ErrKind = Plan.Config.Stderr.Kind;
  Incarnation::Recipe How{
      Plan.Exec,
      Plan.Ready,
      Host.DevNull,
      OutTarget,
      ErrTarget,
      Host.Lines.Limit,
      Host.DieWithParent,
      Host.NotifyFolder + "/sidecar-" + std::to_string(::getpid()) + "-" +
          name().substr(0, 48) + "-" + std::to_string(++Host.Runs)};
  Result<std::unique_ptr<Incarnation>> Run =
      Incarnation::start(Host.Loop, *this, How);
  ParentFailed = !Run;
  if (!Run) {
    report("spawn-failed",
           [&](JsonText &J) { J.field("error", Run.error().message()); });
    return conclude(
        {Ending::Kind::NotExecuted, Run.error().Number, Stage::Fork},
        Event::SpawnFailed);
  }
  Current = std::move(*Run);
  if (Lingering) {
    Current->pauseStreams();
    HeldBack = true;
  }
  report("started", [&](JsonText &J) {
    J.field("pid", int64_t(Current->process().pid()));
  });
  armReady();
}

void Daemon::armReady() {
  ReadyTimer.cancel();
  ReadyBy = TimePoint::max();
  if (Plan.Ready.Rules.Timeout.count() > 0)
    ReadyTimer.arm(ReadyBy = Since + Plan.Ready.Rules.Timeout);
}

void Daemon::sendStop() {
  ReadyTimer.cancel();
  StableTimer.cancel();
  StopSent = Plan.Config.StopSignal;
  const Process &P = Current->process();
  // CONT comes after it: a stopped process never takes the first one.
  for (int Signal : {StopSent, SIGCONT})
    if (Plan.Config.StopTo == StopTo::Group)
      P.signalGroup(Signal);
    else
      P.signalLeader(Signal);
  KillTimer.arm(Host.Loop.now() + Plan.Config.StopTimeout);
}

void Daemon::sendKill() {
  Killed = true;
  report("killed", [](JsonText &) {});
  if (Plan.Config.Leftover == Leftover::Kill)
    Current->process().signalGroup(SIGKILL);
  Current->process().signalLeader(SIGKILL);
}

void Daemon::killNow() {
  if (Current)
    sendKill();
}

Duration Daemon::delay() const {
  // No fork: at zero delay that would be a busy loop.
  Duration Least = ParentFailed ? milliseconds(10) : milliseconds(0);
  return std::max(Policy.presentDelay(), Least);
}

void Daemon::armBackoff() {
  (void)Policy.nextDelay(Host.Random());
  Duration Delay = delay();
  report("backoff",
         [&](JsonText &J) { J.key("delay").seconds(seconds(Delay)); });
  RetryDue = true;
  if (Delay.count() == 0)
    return apply(Event::BackoffOver);
  BackoffTimer.arm(Host.Loop.now() + Delay);
}

void Daemon::execSucceeded() { apply(Event::Spawned); }

void Daemon::becameReady() {
  if (Now != State::Starting)
    return;
  ReadyTimer.cancel();
  report("ready", [](JsonText &) {});
  apply(Event::Ready);
}

void Daemon::readinessLost() {
  // Most often its exit is about to be seen, and says more.
  if (Now == State::Starting)
    ReadyTimer.arm(std::min(ReadyBy, Host.Loop.now() + milliseconds(100)));
}

void Daemon::statusChanged(std::string_view Text) {
  StatusText = Text.substr(0, 256);
}

void Daemon::notReady() {
  if (Now != State::Starting || Wanted == Want::Gone)
    return;
  std::optional<ProcStat> Its = ProcStat::of(Current->process().pid());
  if (Host.Loop.now() < ReadyBy && Its && Its->Exiting)
    return readinessLost(); // on a busy machine that takes a while
  Ending How{Ending::Kind::NotReady, 0};
  report("not-ready", [](JsonText &) {});
  if (Plan.Config.Critical && Spawns == 1 && !Late) {
    Last = How;
    return Host.GaveUp(*this, How); // which stops it, in its order
  }
  apply(Event::NotReady);
}

void Daemon::beforeReap() {
  if (Plan.Config.Leftover == Leftover::Kill)
    Current->process().signalGroup(SIGKILL);
}

void Daemon::leaderEnded(const Ending &How) {
  if (HeldBack && Lingering)
    Lingering->drainStreams(); // what it wrote came first
  HeldBack = false;
  std::optional<StageFailure> Failure = Current->ended();
  ParentFailed = false;
  if (Failure)
    return conclude({Ending::Kind::NotExecuted, Failure->Number, Failure->At},
                    Event::SpawnFailed);
  // It was stopped because it was not ready: that is why it ended.
  if (Now == State::Stopping && Wanted == Want::Up)
    return conclude({Ending::Kind::NotReady, 0}, Event::Exit);
  conclude(How, Event::Exit);
}

void Daemon::conclude(const Ending &How, Event E) {
  for (Timer *T : {&ReadyTimer, &KillTimer, &StableTimer})
    T->cancel();
  bool Acceptable = How.acceptable(Plan.Config.SuccessExitCodes, StopSent);
  Last = How;
  report("ended", [&](JsonText &J) {
    if (Current)
      J.field("pid", int64_t(Current->process().pid()));
    J.field("status", How.text());
  });
  linger();
  Host.Ended(*this, How, Acceptable);
  Verdict V = Verdict::Retry;
  if (Wanted == Want::Up) {
    bool FirstAtAll =
        Spawns == 1 && !Late && How.What == Ending::Kind::NotExecuted;
    // A wrong path does not heal by trying again; want of memory, processes or
    // descriptors does, in the child, too.
    bool Heals = ParentFailed || isScarcity(How.Number);
    if (FirstAtAll && Plan.Config.Critical && !Heals)
      V = Verdict::Failed;
    else if (Acceptable && Plan.Ready.Rules.Kind == ReadyKind::Exit)
      V = Verdict::Done; // a one-shot
    else
      V = Policy.judge(Acceptable, Host.Loop.now());
  }
  apply(E, V);
}

void Daemon::linger() {
  if (!Current)
    return;
  if (Current->streamsOpen()) {
    // One at most: the older one's time is over.
    abandonLingering();
    Lingering = std::move(Current);
    Lingering->resumeStreams();
    LingerTimer.arm(Host.Loop.now() + Host.DrainTimeout);
  }
  Current.reset();
}

/// What waits for stdout may wait as long as somebody reads that.
void Daemon::lingeredLong() {
  TimePoint Until = Host.Stdout.lastProgress() + Host.DrainTimeout;
  if (Lingering && Lingering->streamsBlocked() && Host.Loop.now() < Until)
    return LingerTimer.arm(Until);
  abandonLingering();
}

void Daemon::resumeOutput() {
  if (Lingering)
    Lingering->resumeStreams();
  if (Current && !HeldBack)
    Current->resumeStreams();
}

void Daemon::tidy() {
  resumeOutput(); // what could not be resumed when there was room
  for (LogFile *File : {Plan.OutFile.get(), Plan.ErrFile.get()})
    if (File)
      if (std::optional<Error> Why = File->takeFailure())
        report("log-failed",
               [&](JsonText &J) { J.field("error", Why->message()); });
  if (HeldBack) {
    if (Lingering)
      Lingering->drainStreams();
    HeldBack = Lingering && Lingering->streamsBlocked();
    resumeOutput();
  }
  if (!Lingering || Lingering->streamsOpen())
    return;
  LingerTimer.cancel();
  Lingering.reset();
}

void Daemon::abandonLingering() {
  if (!Lingering)
    return;
  LingerTimer.cancel();
  Lingering->abandonStreams();
  Lingering.reset();
}

void Daemon::dropOutput() {
  Dropping = true;
  if (OutTarget)
    OutTarget->setOverflow(Overflow::Drop);
  if (ErrTarget)
    ErrTarget->setOverflow(Overflow::Drop);
  resumeOutput();
}

} // namespace sidecar
