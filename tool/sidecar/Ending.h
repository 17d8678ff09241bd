//===- Ending.h - How a run of a daemon ended -------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Ending: an exit, a signal, a program that could not be executed, or
// one that was not ready in time; its words, and the exit code it stands for.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_ENDING_H
#define SIDECAR_ENDING_H

#include "SpawnChild.h"
#include <cstring>
#include <set>
#include <string>

namespace sidecar {

struct Ending {
  enum class Kind : uint8_t { Exited, Signalled, NotExecuted, NotReady };
  Kind What = Kind::Exited;
  int Number = 0;         // exit code, signal, or errno
  Stage At = Stage::Exec; // NotExecuted

  static Ending fromWait(int Code, int Status);
  /// 0 or one of \p Success, or \p StopSignal where we sent it (else 0).
  bool acceptable(const std::set<int> &Success, int StopSignal) const;
  /// What sidecar exits with when this is why it ends.
  int code() const;
  /// "exit 3", "signal KILL", "exec: No such file or directory", "not ready".
  std::string text() const;
};

} // namespace sidecar

#endif
