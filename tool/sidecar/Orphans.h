//===- Orphans.h - Children that are no daemon's leader ---------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the adoption of orphans, as PID 1 or as a subreaper, and their end.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_ORPHANS_H
#define SIDECAR_ORPHANS_H

#include <set>
#include <sys/types.h>

namespace sidecar {

/// Makes us the parent of what our descendants leave behind.
void adoptOrphans();

enum class OrphanSweep : unsigned char {
  NoneLeft, // no child but those that are spared
  Killed,   // they are to be reaped, and may leave others behind
  Blind     // without /proc they cannot be found
};
/// Drops those of \p Spared that nobody is in any more: their numbers will be
/// others' again.
void forgetEmptyGroups(std::set<pid_t> &Spared);
/// KILL to every child of ours whose group is not in \p Spared.
OrphanSweep killOrphans(const std::set<pid_t> &Spared);

} // namespace sidecar

#endif
