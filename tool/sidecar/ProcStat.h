//===- ProcStat.h - What /proc says of a process ----------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines ProcStat, the fields of /proc/PID/stat that matter here: proc(5).
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_PROCSTAT_H
#define SIDECAR_PROCSTAT_H

#include <optional>
#include <sys/types.h>

namespace sidecar {

/// Whether /proc is there and has our own pid namespace: in that of another the
/// numbers are others' too.
bool procIsOurs();

struct ProcStat {
  char State;
  pid_t Parent, Group;
  bool Exiting; // its descriptors close now, or have closed

  /// Nothing where there is no such process, or no /proc.
  static std::optional<ProcStat> of(pid_t Pid);
};

} // namespace sidecar

#endif
