//===- Summary.h - What a function does to its callers' handles -*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Summary: the ways a function ends, as disjuncts in its own tables.
// A caller maps them into its own: symbols of the entry become its arguments.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_SUMMARY_H
#define FDTIDY_SOLVE_SUMMARY_H

#include "solve/Memory.h"
#include <memory>

namespace fdtidy::solve {

/// One way in which a function ends: the disjunct there.
struct Outcome {
  Disjunct At;
  bool Throws = false;
};

/// A point where another program takes the place of this one, or of a child.
struct ExecPoint {
  Disjunct At;      ///< World::Child: of a child that was forked on the way
  ir::LocID Loc;
  ir::StringID By;  ///< "execvp", or the callee that does it
};

/// What becomes of a number that came in.
struct EntryGroup {
  SymbolID Number;    ///< an Entry symbol
  ir::OwnerKind Owner = ir::OwnerKind::Raw;
  bool Solved = false; ///< false: its run waits for a caller with a handle
  std::vector<Outcome> Outcomes;
  std::vector<ExecPoint> Execs;
};

/// An acquisition that the function leaves to its caller.
struct AcquiredGroup {
  ir::FactID Site;
  unsigned Inner = 0; ///< the group of the callee, if Site is a call
  ir::LocID Loc;
  ir::StringID Callee;
  std::vector<Outcome> Outcomes;
};

struct Summary {
  bool Known = false; ///< false: as if the body were not there
  std::unique_ptr<Memory> Tables;
  std::vector<Outcome> Base;
  std::vector<EntryGroup> Entries;
  std::vector<AcquiredGroup> Acquired;
  bool ReleasesStrangers = false; ///< numbers that may be any element's
  std::vector<SymbolID> Escaping; ///< entry symbols that go out of sight
  std::vector<ExecPoint> Execs;
  std::vector<SymbolID> SeenTo;  ///< entry symbols whose inheritance is arranged
  std::vector<SymbolID> Touched; ///< entry symbols that are used
  std::vector<SymbolID> Drained; ///< entry symbols that are read to their end
  std::vector<SymbolID> ChildReads; ///< the same, by a child that was forked
  std::vector<SymbolID> Children;  ///< entry symbols that are pids of children
  std::vector<SymbolID> Unblocked; ///< entry symbols whose reads wait no more
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_SUMMARY_H
