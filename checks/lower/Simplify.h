//===- Simplify.h - Tidies the blocks of a lowered function -----*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines simplify: what nothing reaches goes, empty blocks are skipped, and
// straight lines become one block, in the order in which the source has them.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_SIMPLIFY_H
#define FDTIDY_LOWER_SIMPLIFY_H

#include "ir/Function.h"

namespace fdtidy::lower {

/// Keeps the meaning of \p F; the entry stays Blocks[0].
void simplify(ir::Function &F);

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_SIMPLIFY_H
