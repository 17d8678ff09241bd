//===- GivenAgain.h - Calls that get a handle a second time -----*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines GivenAgain: whether a function is given what it has been given before
// and has not failed with. Who had handed it over would not do that, so it was
// lent both times (`while (readLine(File, Line))`).
//
// It is the same handle if it is read from the same variable and nothing on the
// way writes that variable or lets it be written. The second call lies behind the
// first on every path that leads to it, or is the first again, in a loop. A call
// that is told whom to call later registers the handle with that callee: it may
// be registered again, for another event, and be the callee's all the same.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_GIVENAGAIN_H
#define FDTIDY_SOLVE_GIVENAGAIN_H

#include "solve/Fates.h"

namespace fdtidy::solve {

class GivenAgain {
public:
  /// Whether two calls are of the same function, for all that is known.
  using Same = llvm::function_ref<bool(const ir::Fact &, const ir::Fact &)>;

  /// \p Fate is of \p F. All outlive this.
  GivenAgain(const ir::Function &F, const Fates &Fate, Same AreSame)
      : F(F), Fate(Fate), AreSame(AreSame) {}

  /// Whether a call gets again what the one at \p Index of \p B gets as its
  /// argument \p Argument.
  bool after(ir::BlockID B, unsigned Index, unsigned Argument) const;

private:
  bool isTaken(const ir::Fact &Call, unsigned Argument, ir::PlaceID P) const;
  bool changes(const ir::Fact &Fact, ir::PlaceID P) const;
  bool reaches(ir::BlockID From, ir::BlockID To, ir::BlockID Around) const;

  const ir::Function &F;
  const Fates &Fate;
  Same AreSame;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_GIVENAGAIN_H
