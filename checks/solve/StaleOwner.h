//===- StaleOwner.h - What is left with a number that is closed -*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines StaleOwner: an object that a function leaves to others (its result,
// what a constructor makes, what a pointer or reference led to, a record on the
// heap that they can name, an element of a container), with a number in it that
// is closed. Most often there were two
// owners of it, and the other one's scope has ended: the object's destructor
// closes the number again.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_STALEOWNER_H
#define FDTIDY_SOLVE_STALEOWNER_H

#include "solve/Ledger.h"
#include "solve/Run.h"

namespace fdtidy::solve {

struct StaleOwner {
  ir::RecordID Object;
  FieldPath At; ///< where the number lies in it; fields only
  std::vector<std::pair<FieldPath, int64_t>> Known; ///< what else it holds
  Finding What; ///< but for the second close
};

/// Whether \p Whole, the base run of \p Mem's function, leaves \p Number, which came
/// from elsewhere, in another object than it came in.
bool mayBeLeft(const Run &Whole, Memory &Mem, SymbolID Number);

/// Those that \p R, a run through the function of \p Mem, ends with.
std::vector<StaleOwner> staleOwners(const Run &R, Memory &Mem);

/// What is to be reported of \p All, of one function: those whose destructor
/// closes the number whatever it tests, one a number.
std::vector<Finding> judgeStaleOwners(const ir::Module &M, Analysis &A,
                                      llvm::ArrayRef<StaleOwner> All);

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_STALEOWNER_H
