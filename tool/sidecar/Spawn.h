//===- Spawn.h - Starting a process -----------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Process, a child that is not reaped yet, and spawn(), which makes one
// in a session and process group of its own.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_SPAWN_H
#define SIDECAR_SPAWN_H

#include "ExecPlan.h"
#include "OwnedFd.h"
#include "Result.h"
#include "SpawnChild.h"

namespace sidecar {

/// A child of ours, from the fork until somebody reaps it. Its number is its
/// own for so long, even as a zombie.
class Process {
public:
  Process(pid_t Pid, OwnedFd PidFd) : Pid(Pid), PidFd(std::move(PidFd)) {}
  pid_t pid() const { return Pid; }
  void signalLeader(int Signal) const;
  /// Before the child's setsid there is no such group: then the leader.
  void signalGroup(int Signal) const;

  /// It was reaped: the number is only a name now.
  void reaped() { PidFd.reset(); }

private:
  pid_t Pid;
  OwnedFd PidFd; // none where the kernel has no pidfd_open, or refuses it
};

/// What becomes the descriptors of the child. All stay the caller's.
struct ChildDescriptors {
  BorrowedFd Stdin, Stdout, Stderr;
  BorrowedFd Notify; // may be none
  int NotifyTarget = -1;
};

struct Spawned {
  Process Child;
  /// Non-blocking. A StageFailure, or EOF at the exec.
  OwnedFd ErrorPipe;
};

/// Forks. \p ExtraEnv is added to the plan's, if it is not empty.
Result<Spawned> spawn(const ExecPlan &Plan, const ChildDescriptors &Descriptors,
                      const std::string &ExtraEnv, bool DieWithParent);

/// Sets O_NONBLOCK on the open file of \p Fd.
Result<void> setNonBlocking(BorrowedFd Fd);

} // namespace sidecar

#endif
