//===- CloexecFix.h - What makes an acquisition close-on-exec ---*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines cloexecFix(): the edits of an acquiring call after which the handle is
// closed on exec, as the model of the function has it: a flag or a letter that
// is added, or another call.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_CLOEXECFIX_H
#define FDTIDY_LOWER_CLOEXECFIX_H

#include "lower/ModuleLowering.h"
#include "clang/AST/Expr.h"

namespace fdtidy::lower {

/// The edits of \p Call in the body of \p In. Empty unless the result compiles: every name in it is known where the call
/// is, and what is edited is no part of a macro's body.
std::vector<ir::Edit> cloexecFix(ModuleLowering &M, const clang::CallExpr *Call,
                                 const clang::FunctionDecl *In,
                                 const model::Effect &Acquires);

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_CLOEXECFIX_H
