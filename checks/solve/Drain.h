//===- Drain.h - Whether a read goes on to the end --------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines readsToEnd(): whether a blocking read, once it has read something, is
// come back to on every way on, so that only the end or an error ends it.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_DRAIN_H
#define FDTIDY_SOLVE_DRAIN_H

#include "ir/Module.h"

namespace fdtidy::solve {

/// Neither an error nor a library call that fails counts as a way on.
/// \p Read is a Wait fact of block \p In of \p F. What it returns is taken to be
/// positive while there is more to come: a count, a character or a pointer.
bool readsToEnd(const ir::Function &F, ir::BlockID In, ir::FactID Read);

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_DRAIN_H
