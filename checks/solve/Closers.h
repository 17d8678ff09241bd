//===- Closers.h - Functions that close what they are given -----*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Closers: which bodies of a module always release an argument, so that a
// call of one says what `close` says. Found before anything is solved.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_CLOSERS_H
#define FDTIDY_SOLVE_CLOSERS_H

#include "solve/Fates.h"
#include <optional>

namespace fdtidy::solve {

class Closers {
public:
  explicit Closers(const ir::Module &M);

  /// What \p Fact closes of \p Argument, always: of a call.
  std::optional<ir::OwnerKind> closes(const ir::Fact &Call,
                                      unsigned Argument) const;
  /// How \p F releases what some place of \p Places holds, if it ever does, by
  /// number of the place.
  std::map<unsigned, ir::OwnerKind>
  releasedIn(const ir::Function &F, const Fates::PlaceMap &Places) const;

private:
  bool learn(ir::FunctionID ID);

  const ir::Module &M;
  std::map<std::pair<ir::FunctionID, unsigned>, ir::OwnerKind> Closed;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_CLOSERS_H
