//===- SpawnChild.h - The child between fork and exec -----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the stages of a child, in their order, and ChildSetup, the plain data
// that it works from: after fork it makes system calls only, and allocates
// nothing. A failed stage goes to the parent through the error pipe.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_SPAWNCHILD_H
#define SIDECAR_SPAWNCHILD_H

#include "Config.h"
#include "OwnedFd.h"

namespace sidecar {

enum class Stage : int32_t {
  Fork, // in the parent: pipes and the fork itself
  Session,
  Dispositions,
  OomScore,
  MoveDescriptors,
  CloseOnExec,
  PlaceDescriptors,
  Limits,
  Groups,
  Group,
  User,
  ParentDeath,
  NoNewPrivs,
  Umask,
  WorkingDirectory,
  Mask,
  Exec
};
const char *name(Stage S);

/// What the child writes to the error pipe: shorter than PIPE_BUF, so whole.
struct StageFailure {
  Stage At;
  int32_t Number; // errno
};

struct ChildSetup {
  char *const *Argv;
  char *const *Env;
  char *const *Candidates; // ends with a null pointer
  const char *Cwd;         // null: stay
  std::optional<mode_t> Umask;
  const struct Credentials *Ids; // null: stay
  const Limit *Limits;
  size_t LimitCount;
  const char *OomScore; // text; null: stay
  bool NoNewPrivs;
  pid_t DieWith; // the parent's pid; 0: outlive it
  BorrowedFd Stdin, Stdout, Stderr;
  BorrowedFd Notify; // none, or what becomes NotifyTarget
  int NotifyTarget;
  BorrowedFd ErrorPipe;
};

/// Becomes the program or, after a report on the error pipe, exits with 126.
[[noreturn]] void runChild(const ChildSetup &Setup);

} // namespace sidecar

#endif
