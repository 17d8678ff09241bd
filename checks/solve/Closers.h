//===- Closers.h - Functions that close what they are given -----*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Closers: which bodies of a module always release an argument, or what
// the variable whose address they are given holds, so that a call of one says what
// `close` says. The second are what `__attribute__((cleanup))` runs, too. Found
// before anything is solved.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_CLOSERS_H
#define FDTIDY_SOLVE_CLOSERS_H

#include "solve/Fates.h"
#include <optional>
#include <set>

namespace fdtidy::solve {

class Closers {
public:
  explicit Closers(const ir::Module &M);

  /// What \p Call closes of \p Argument, always: of the variable, if the argument
  /// is the address of one.
  std::optional<ir::OwnerKind> closes(const ir::Fact &Call,
                                      unsigned Argument) const;
  /// Whether the body of whom \p Call calls releases \p Argument on some path.
  bool mayClose(const ir::Fact &Call, unsigned Argument) const {
    return Doubted.count({Call.Callee, Argument});
  }
  /// How \p F releases what some place of \p Places holds, if it ever does, by
  /// number of the place.
  std::map<unsigned, ir::OwnerKind>
  releasedIn(const ir::Function &F, const Fates::PlaceMap &Places) const;

private:
  using ByArgument = std::map<std::pair<ir::FunctionID, unsigned>, ir::OwnerKind>;

  bool learn(ir::FunctionID ID);

  const ir::Module &M;
  ByArgument Closed;
  std::set<std::pair<ir::FunctionID, unsigned>> Doubted; ///< or kept, by a flag
  ByArgument Emptied; ///< what the argument points to is closed
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_CLOSERS_H
