//===- Drop.h - What a disjunct need not know any more ----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines what is taken out of a disjunct where control flow meets: values that
// nothing reads, and objects that nothing points to. Who holds a handle that is
// not closed stays.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_DROP_H
#define FDTIDY_SOLVE_DROP_H

#include "solve/Flow.h"
#include "solve/Memory.h"

namespace fdtidy::solve {

/// Removes from \p D what nothing reads after the start of \p B.
void dropDead(Disjunct &D, ir::BlockID B, const Memory &Mem,
              const Flow &Order);

/// The same where the function ends: its own variables go.
void dropAtExit(Disjunct &D, const Memory &Mem);

/// Removes what lies in objects that \p D has no pointer to, and that nobody
/// had one to on entry.
void dropUnreachable(Disjunct &D, const Memory &Mem);

/// Whether a later test reads the bits that \p S is.
bool isTestedLater(const Memory &Mem, const Flow &Order, SymbolID S,
                   ir::BlockID B);

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_DROP_H
