//===- Questions.h - Calls that are made twice for one answer ---*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Questions: which calls of a function repeat an earlier one, with the
// same arguments, where either answer of that still comes. Who asks again there
// relies on hearing the same: `if (!isStd(p)) f = fopen(p)` … `if (!isStd(p))
// fclose(f)`. Where the first answer had left the function, or had been the only
// one to come this far, it would not be asked again: that is a reader.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_QUESTIONS_H
#define FDTIDY_SOLVE_QUESTIONS_H

#include "ir/Module.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"
#include <vector>

namespace fdtidy::solve {

class Flow;

class Questions {
public:
  Questions(const ir::Function &F, const Flow &Order);

  /// How much the two calls have to do with each other.
  enum class Kind : uint8_t {
    None,
    Plain, ///< one answer only if the callee is pure
    Truth, ///< both are asked for a yes or a no
  };
  /// Whether \p Call is asked again.
  Kind asked(ir::FactID Call) const { return First.lookup(Call); }
  /// Whether \p Call repeats another.
  Kind askedAgain(ir::FactID Call) const { return Again.lookup(Call); }
  /// Whether a repeated call is in \p B or after it.
  bool areAskedAfter(ir::BlockID B) const {
    return !Before.empty() && Before.test(B.index());
  }

private:
  struct Call {
    ir::FactID ID;
    ir::BlockID In;
    bool Tested = false; ///< where its block ends, for being a number or not
    bool Truth = false;  ///< for being 0 or not
  };
  Call find(const ir::Function &F, ir::FactID ID, ir::BlockID B) const;
  void pair(const ir::Function &F, const Flow &Order, const Call &One,
            llvm::ArrayRef<Call> Others);

  llvm::DenseMap<ir::FactID, Kind> First, Again;
  llvm::BitVector Before; ///< blocks that lead to a repeated call
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_QUESTIONS_H
