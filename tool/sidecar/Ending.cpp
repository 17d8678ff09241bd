//===- Ending.cpp - How a run of a daemon ended ---------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the table of exit codes, as far as it is about one daemon.
//===----------------------------------------------------------------------===//
#include "Ending.h"
#include "Signals.h"
#include <sys/wait.h>

namespace sidecar {

Ending Ending::fromWait(int Code, int Status) {
  if (Code == CLD_EXITED)
    return {Kind::Exited, Status};
  return {Kind::Signalled, Status}; // CLD_KILLED, CLD_DUMPED
}

bool Ending::acceptable(const std::set<int> &Success, int StopSignal) const {
  switch (What) {
  case Kind::Exited:
    return Number == 0 || Success.contains(Number);
  case Kind::Signalled:
    return StopSignal != 0 && Number == StopSignal;
  case Kind::NotExecuted:
  case Kind::NotReady:
    return false;
  }
  return false;
}

int Ending::code() const {
  switch (What) {
  case Kind::Exited:
    return Number;
  case Kind::Signalled:
    return 128 + Number;
  case Kind::NotExecuted:
    return At == Stage::Exec && Number == ENOENT ? 127 : 126;
  case Kind::NotReady:
    return 124;
  }
  return 1;
}

std::string Ending::text() const {
  switch (What) {
  case Kind::Exited:
    return "exit " + std::to_string(Number);
  case Kind::Signalled:
    return "signal " + signalName(Number);
  case Kind::NotExecuted:
    return std::string(name(At)) + ": " + std::strerror(Number);
  case Kind::NotReady:
    return "not ready";
  }
  return "";
}

} // namespace sidecar
