//===- Options.h - What a user may set --------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Options: what the solver is asked to assume.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_OPTIONS_H
#define FDTIDY_SOLVE_OPTIONS_H

namespace fdtidy::solve {

/// What becomes of a handle that goes to a function that nobody has seen.
enum class UnknownCallee {
  Escape,   ///< it is theirs
  Evidence, ///< it is theirs unless this translation unit shows a borrow
  Borrow,   ///< it stays ours
};

enum class ThrowModel {
  Seen,    ///< explicit throws, and unknown callees inside a try
  Ignored, ///< no exceptional path is reported
};

/// What becomes of the numbers 0, 1 and 2.
enum class StandardStreams {
  Exempt,  ///< they, and what is opened in their place, are nobody's duty
  Tracked, ///< they are handles like others
};

struct Options {
  UnknownCallee Unknown = UnknownCallee::Evidence;
  ThrowModel Exceptions = ThrowModel::Seen;
  StandardStreams Standard = StandardStreams::Exempt;
  bool CheckMainExit = false;       ///< what main leaves open is a leak
  bool RawOwners = false;           ///< judge who owns by hand
  bool SuggestContracts = false;    ///< judge what is not annotated
  bool UncheckedUse = false;        ///< follow failed acquisitions too
  bool KeepDisjuncts = false;       ///< as text in the statistics
  unsigned MaxDisjuncts = 5;        ///< of one typestate at one point
  unsigned MaxFactsPerRun = 300000; ///< executed facts; past it: gave up
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_OPTIONS_H
