//===- Forget.h - When a name means another value ---------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines forgetSymbols() and beginRound(). A symbol is named by the fact, the
// call or the join that makes it. The next round of a loop makes it anew: what
// still speaks of the value of the round before must not be taken for this one's.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_FORGET_H
#define FDTIDY_SOLVE_FORGET_H

#include "solve/Memory.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace fdtidy::solve {

/// Removes from \p D what is known of the symbols that \p IsOld names, all of
/// which have \p Mark, and of what lies behind them. Other locations than \p Home that hold one keep a
/// value of which nothing is known.
void forgetSymbols(Disjunct &D, Memory &Mem, LocationID Home,
                   uint64_t Mark, llvm::function_ref<bool(SymbolID)> IsOld);

/// \p D has come to the join \p Point, which made symbols in an earlier round.
/// A pointer that is counted up along a list stands on another node now.
void beginRound(Disjunct &D, uint32_t Point, Memory &Mem);

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_FORGET_H
