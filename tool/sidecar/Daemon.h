//===- Daemon.h - One daemon of the configuration ---------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Daemon: its place in the state machine, its timers and counts, its
// incarnation, the one before it if that still lingers, and the queue of lines
// that outlives both. It acts on the steps of Lifecycle; who may go next is the
// supervisor's.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_DAEMON_H
#define SIDECAR_DAEMON_H

#include "EventLog.h"
#include "Incarnation.h"
#include "Lifecycle.h"
#include "RestartPolicy.h"

namespace sidecar {

class Daemon;

/// What a daemon needs of its supervisor, which outlives it.
struct DaemonHost {
  EventLoop &Loop;
  Output &Stdout;
  EventLog &Events;
  BorrowedFd DevNull;
  LineRules Lines;
  Duration DrainTimeout;
  bool DieWithParent = false;
  std::string NotifyFolder;
  /// In [-1, 1], for the jitter.
  std::function<double()> Random;
  /// The leader has ended so; told before the next step.
  std::function<void(Daemon &, const Ending &, bool Acceptable)> Ended;
  /// It has failed for good.
  std::function<void(Daemon &, const Ending &)> GaveUp;
  uint64_t Runs = 0; // of all daemons: no two share the name of a socket
};

/// A daemon of the configuration, resolved on this machine.
struct DaemonPlan {
  DaemonConfig Config;
  ExecPlan Exec;
  ReadyPlan Ready;
  std::shared_ptr<LogFile> OutFile, ErrFile;

  /// Whether \p Other runs the same thing in the same way; else a reload
  /// restarts it.
  bool sameForExec(const DaemonPlan &Other) const;
};

class Daemon final : private RunObserver {
public:
  Daemon(DaemonHost &Host, DaemonPlan Plan);
  Daemon(const Daemon &) = delete;
  Daemon &operator=(const Daemon &) = delete;
  ~Daemon() = default;

  const std::string &name() const { return Plan.Config.Name; }
  const DaemonPlan &plan() const { return Plan; }
  /// What the next spawn uses; policy counts from now on.
  void setPlan(DaemonPlan Next);
  /// The line rules or the drain timeout of the host have changed.
  void hostChanged();

  State state() const { return Now; }
  Want want() const { return Wanted; }
  bool hasProcess() const { return Current != nullptr; }
  const Process &process() const { return Current->process(); }
  bool lingers() const { return Lingering != nullptr; }

  /// One step of the state machine, with its actions.
  void apply(Event E, Verdict V = Verdict::Retry);

  /// The leader is a zombie: its group's number is still its own.
  void beforeReap();
  /// The leader was reaped.
  void leaderEnded(const Ending &How);
  bool probeEnded(pid_t Pid, bool Succeeded) {
    return Current && Current->probeEnded(Pid, Succeeded);
  }
  /// KILL, now: the shutdown's, not the stop timeout's.
  void killNow();
  /// Output is dropped rather than waited for, from now on.
  void dropOutput();
  /// Reads what a former run has left before anything of this one, destroys
  /// what has nothing left to read; after each turn.
  void tidy();
  void abandonLingering();

  // For status and requests.
  uint64_t spawns() const { return Spawns; }
  uint64_t restartsAsked() const { return Asked; }
  uint64_t restartsUnasked() const { return Unasked; }
  TimePoint since() const { return Since; }
  const std::optional<Ending> &lastEnding() const { return Last; }
  const std::string &statusText() const { return StatusText; }
  /// Whether it waits, with what it wrote, until somebody reads stdout.
  bool blocked() const { return Current && Current->streamsBlocked(); }
  bool killedByUs() const { return Killed; }
  const LogTail &tail() const { return Tail; }
  const StreamCounts &counts() const { return Counts; }

  /// Whether a start waits for what the daemon is after.
  bool Ordered = true;
  /// A reload has yet to restart it, in its order.
  bool ReloadPending = false;
  /// A reload brought it: even its first start follows the restart policy.
  bool Late = false;
  /// No longer in the configuration: destroyed when it has ended.
  bool Removed = false;

private:
  void execSucceeded() override;
  void becameReady() override;
  void readinessLost() override;
  void statusChanged(std::string_view Text) override;

  void spawnNow();
  void sendStop();
  void sendKill();
  void armBackoff();
  Duration delay() const;
  void armReady();
  void notReady();
  void conclude(const Ending &How, Event E);
  void linger();
  void lingeredLong();
  void resumeOutput();
  void setState(State Next);
  std::shared_ptr<StreamTarget> target(const StreamRules &Rules,
                                       const std::shared_ptr<LogFile> &File,
                                       const char *Stream);
  template <typename F> void report(const char *What, F &&Fields) {
    Host.Events.write(What, [&](JsonText &Json) {
      Json.field("daemon", std::string_view(name()));
      Fields(Json);
    });
  }

  DaemonHost &Host;
  DaemonPlan Plan;
  State Now = State::Stopped;
  Want Wanted = Want::Down;
  RestartPolicy Policy;

  OutputQueue Queue; // outlives the incarnations below
  LogTail Tail;
  StreamCounts Counts;
  std::shared_ptr<StreamTarget> OutTarget, ErrTarget;
  StreamKind OutKind = StreamKind::Null, ErrKind = StreamKind::Null;
  std::unique_ptr<Incarnation> Current;
  std::unique_ptr<Incarnation> Lingering;

  Timer ReadyTimer, KillTimer, BackoffTimer, StableTimer, LingerTimer;

  uint64_t Spawns = 0, Asked = 0, Unasked = 0;
  bool RetryDue = false;     // the next spawn is an unasked restart
  bool ParentFailed = false; // the last spawn failed before any fork
  bool HeldBack = false;     // Current is not read before Lingering was
  int StopSent = 0;          // the stop signal, once it was sent
  bool Killed = false, Dropping = false;
  TimePoint Since;
  TimePoint ReadyBy; // of a daemon that is starting
  std::optional<Ending> Last;
  std::string StatusText;
};

} // namespace sidecar

#endif
