//===- Incarnation.h - One run of one daemon --------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Incarnation, the only owner of all that belongs to one run of one
// daemon: the process, the read ends of its pipes with their partial lines,
// the error pipe, the channel of readiness, and their places in epoll. When it
// goes, all of it goes, on every path: restart, failure, shutdown.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_INCARNATION_H
#define SIDECAR_INCARNATION_H

#include "Ending.h"
#include "Readiness.h"
#include "Spawn.h"
#include "StreamReader.h"

namespace sidecar {

class Incarnation {
public:
  struct Recipe {
    const ExecPlan &Plan;
    const ReadyPlan &Ready;
    BorrowedFd DevNull;
    std::shared_ptr<StreamTarget> Stdout, Stderr; // none: to /dev/null
    size_t LineLimit;
    bool DieWithParent;
    std::string NotifyPath; // of NOTIFY_SOCKET, where that is wanted
  };
  /// Everything, or nothing that is left open.
  static Result<std::unique_ptr<Incarnation>>
  start(EventLoop &Loop, RunObserver &Told, const Recipe &How);

  const Process &process() const { return Child; }
  /// The process was reaped: reads the error pipe and the streams for what is
  /// there, and gives up the rest. Tells why there was no exec.
  std::optional<StageFailure> ended();
  bool streamsOpen() const;
  /// Whether a stream waits for stdout.
  bool streamsBlocked() const;
  void resumeStreams();
  void pauseStreams();
  void setLineLimit(size_t Limit);
  /// A reload has changed how it is asked whether it is ready.
  void setReadiness(const ReadyPlan &Plan) { Ready->setPlan(Plan); }
  /// Reads what is there now, and passes on lines that have no newline yet.
  void drainStreams();
  /// Closes the streams at the end of their time.
  void abandonStreams();
  /// Whether \p Pid was a probe of this incarnation, which is over now.
  bool probeEnded(pid_t Pid, bool Succeeded);

private:
  Incarnation(RunObserver &Told, Process Child, OwnedFd ErrorPipe)
      : Told(Told), Child(std::move(Child)), ErrorPipe(std::move(ErrorPipe)) {}
  void readErrorPipe();

  RunObserver &Told;
  Process Child;
  OwnedFd ErrorPipe;
  Registration ErrorEvents; // after ErrorPipe: it goes first
  std::optional<StageFailure> Failure;
  std::unique_ptr<Readiness> Ready;
  std::unique_ptr<StreamReader> Stdout, Stderr;
};

} // namespace sidecar

#endif
