//===- Shutdown.cpp - The end of it all -----------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the shutdown: daemons in reverse order, each when nothing that is
// after it is left; one second before the budget's end all the rest at once; at
// its end KILL. Then orphans, the last output, and the exit line.
//===----------------------------------------------------------------------===//
#include "Orphans.h"
#include "Supervisor.h"
#include <algorithm>

namespace sidecar {

void Supervisor::beginShutdown(const char *Why) {
  if (Doing != Phase::Running)
    return;
  Doing = Phase::Stopping;
  Events.write("shutdown", [&](JsonText &J) { J.field("reason", Why); });
  TimePoint Now = Loop->now();
  ShutdownEnd = Now + Global.ShutdownBudget;
  Duration Last =
      std::min<Duration>(std::chrono::seconds(1), Global.ShutdownBudget / 2);
  HurryTimer.arm(ShutdownEnd - Last);
  BudgetTimer.arm(ShutdownEnd);
  for (const std::unique_ptr<Daemon> &D : Daemons) {
    D->ReloadPending = false;
    D->apply(Event::Shutdown);
  }
  DropTimer.arm(Now + Global.DrainTimeout);
}

/// From now on nothing waits for a stdout that nobody reads; as long as it is
/// read within the drain timeout, nothing is lost.
void Supervisor::dropIfStuck() {
  TimePoint Now = Loop->now();
  std::optional<TimePoint> Stuck = Stdout.stuckSince();
  if (Stuck && Now - *Stuck >= Global.DrainTimeout) {
    for (const std::unique_ptr<Daemon> &D : Daemons)
      D->dropOutput();
    return;
  }
  TimePoint Next =
      Stuck ? *Stuck + Global.DrainTimeout : Now + Global.DrainTimeout / 4;
  DropTimer.arm(std::max(Next, Now + std::chrono::milliseconds(1)));
}

/// Whether something that is after \p D, also by way of others, still runs.
bool Supervisor::dependentsBusy(const Daemon &D) const {
  std::vector<const Daemon *> Found{&D};
  for (size_t I = 0; I < Found.size(); ++I) {
    bool Busy = false;
    forEachDependent(*Found[I], [&](const Daemon &Other) {
      Busy = Busy || Other.hasProcess();
      if (std::find(Found.begin(), Found.end(), &Other) == Found.end())
        Found.push_back(&Other);
    });
    if (Busy)
      return true;
  }
  return false;
}

void Supervisor::advanceShutdown() {
  if (Doing != Phase::Stopping)
    return;
  bool Left = false;
  for (const std::unique_ptr<Daemon> &D : Daemons) {
    if (!D->hasProcess())
      continue;
    Left = true;
    if (D->state() != State::Stopping && (Hurried || !dependentsBusy(*D)))
      D->apply(Event::Stop);
  }
  if (Left && Loop->now() >= KillEnd)
    Outcome.fix(ExitKilled, "not-even-by-kill");
  else if (Left)
    return;
  beginDraining();
}

void Supervisor::hurry() {
  Hurried = true; // the end of this turn does the rest
  Events.write("hurry", [](JsonText &) {});
}

void Supervisor::killAll() {
  Hurried = true;
  for (const std::unique_ptr<Daemon> &D : Daemons)
    D->killNow();
  if (Doing == Phase::Draining) {
    DrainNow = true;
    return;
  }
  // A process in an uninterruptible sleep takes not even KILL. It shall not
  // keep us: a second is enough for any other.
  KillEnd = std::min(KillEnd, Loop->now() + std::chrono::seconds(1));
  DrainTimer.arm(KillEnd);
}

void Supervisor::beginDraining() {
  Doing = Phase::Draining;
  HurryTimer.cancel();
  BudgetTimer.cancel();
  DrainStart = Loop->now();
}

bool Supervisor::drained() {
  if (!Swept) {
    forgetEmptyGroups(Spared);
    OrphanSweep Sweep = killOrphans(Spared);
    Swept = Sweep != OrphanSweep::Killed; // else each SIGCHLD sweeps again
    if (Sweep == OrphanSweep::Blind)
      Events.write("orphans-not-found", [](JsonText &J) {
        J.field("reason", "/proc is not mounted, or another namespace's");
      });
  }
  bool Open = false;
  for (const std::unique_ptr<Daemon> &D : Daemons)
    Open = Open || D->lingers();
  if (Swept && !Open && (Stdout.empty() || Stdout.dead()))
    return true;
  // Time for stdout starts anew with each progress, up to the budget's end.
  TimePoint End = std::max(DrainStart, Stdout.lastProgress());
  End = std::min(End + Global.DrainTimeout, std::max(ShutdownEnd, DrainStart));
  if (Clock::now() < End && !DrainNow) {
    DrainTimer.arm(End);
    return false;
  }
  for (const std::unique_ptr<Daemon> &D : Daemons)
    D->abandonLingering();
  Stdout.flush();
  return true;
}

int Supervisor::finish() {
  reap();
  if (!Outcome.fixed())
    Outcome.fix(0, "shutdown");
  Events.writeUntil(
      EventLog::line("exit",
                     [&](JsonText &J) {
                       J.field("reason", std::string_view(Outcome.reason()));
                       J.key("daemon");
                       if (Outcome.daemon().empty())
                         J.null();
                       else
                         J.value(std::string_view(Outcome.daemon()));
                       J.key("status");
                       if (Outcome.status().empty())
                         J.null();
                       else
                         J.value(std::string_view(Outcome.status()));
                       J.field("code", Outcome.code());
                     }),
      std::max(ShutdownEnd, Clock::now()));
  return Outcome.code();
}

} // namespace sidecar
