//===- Supervisor.h - All daemons and their order ---------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Supervisor: it owns the daemons, hears signals, reaps, releases what
// waits, and ends. Supervisor.cpp has the loop and the signals, Reaping.cpp
// what ends, Shutdown.cpp the end of it all, Reload.cpp another configuration.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_SUPERVISOR_H
#define SIDECAR_SUPERVISOR_H

#include "Control.h"
#include "Daemon.h"
#include "Outcome.h"
#include "Site.h"
#include <random>

namespace sidecar {

class Supervisor {
public:
  struct Options {
    std::string ConfigPath;
    std::string Socket; // of the command line or the environment; may be empty
  };

  /// Before anything else: makes stdin, stdout and stderr open, and keeps the
  /// signals of the set-up, which would be lost, or the end.
  static Result<void> prepareProcess();
  /// Sets up all that is needed before the first spawn, or says why not.
  static Result<std::unique_ptr<Supervisor>> open(const Options &How,
                                                  Site First, LogFiles Files);
  /// Until the end. Returns the exit code.
  int run();

  // For Control.
  std::vector<std::unique_ptr<Daemon>> &daemons() { return Daemons; }
  Daemon *find(std::string_view Name);
  bool shuttingDown() const { return Doing != Phase::Running; }
  void beginShutdown(const char *Why);
  /// A start with all that the daemon is after, in order.
  void startWithDependencies(Daemon &D);
  EventLoop &loop() { return *Loop; }
  const Output &stdoutOutput() const { return Stdout; }
  TimePoint started() const { return Started; }
  std::string statusJson() const;
  /// The first critical daemon that is neither ready nor done, in words.
  std::string unhealthy() const;
  std::string metricsText() const;

private:
  enum class Phase : uint8_t { Running, Stopping, Draining };

  Supervisor(std::unique_ptr<EventLoop> Loop, OwnedFd Signals, OwnedFd DevNull,
             const Options &How, LogFiles Files);
  Result<void> listen(const std::optional<std::string> &Configured);
  void applyGlobals(const Config &Global);
  void addDaemon(DaemonPlan Plan);
  void becomeQuiet();

  void settle();
  bool released(const Daemon &D) const;
  void releaseWaiting();
  void checkEnd();

  void onSignals();
  void onSignal(int Signal);
  void reportStatus();
  void reopenLogs();

  void reap();
  void daemonEnded(Daemon &D, const Ending &How, bool Acceptable);
  void daemonGaveUp(Daemon &D, const Ending &How);

  void advanceShutdown();
  void hurry();
  void killAll();
  void dropIfStuck();
  void beginDraining();
  bool drained();
  int finish();

  void reload();
  void advanceReload();
  bool dependentsBusy(const Daemon &D) const;
  template <typename F> void forEachDependent(const Daemon &D, F &&Call) const {
    for (const std::unique_ptr<Daemon> &Other : Daemons)
      for (const std::string &After : Other->plan().Config.After)
        if (After == D.name())
          Call(*Other);
  }

  std::unique_ptr<EventLoop> Loop;
  OwnedFd Signals;
  OwnedFd DevNull;
  Registration SignalEvents; // after Signals: it goes first
  Output Stdout;
  EventLog Events;
  Options How;
  LogFiles Files;
  Config Global; // without its daemons
  DaemonHost Host;
  std::vector<std::unique_ptr<Daemon>> Daemons; // in start order
  std::unique_ptr<ControlServer> Control;

  sidecar::Outcome Outcome;
  Phase Doing = Phase::Running;
  bool Asked = false; // by TERM or INT
  bool Hurried = false;
  bool Swept = false;      // orphans: none left
  bool MoreToReap = false; // without another SIGCHLD
  TimePoint ShutdownEnd, KillEnd = TimePoint::max(), DrainStart;
  bool DrainNow = false;
  Timer HurryTimer, BudgetTimer, DrainTimer, DropTimer, QuietTimer;
  std::set<pid_t> Spared; // groups of `leftover = leave`
  std::minstd_rand Jitter;
  TimePoint Started;
  uint64_t Reloads = 0;
};

} // namespace sidecar

#endif
