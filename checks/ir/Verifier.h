//===- Verifier.h - Whether a module means something ------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Declares the verifier. It runs after lowering and after parsing in every
// test; the solver takes what it accepts, and indexes without looking.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_VERIFIER_H
#define FDTIDY_IR_VERIFIER_H

#include "ir/Module.h"
#include "llvm/Support/Error.h"

namespace fdtidy::ir {

/// The first thing that is wrong, in the order of the text:
/// `@f, b2: 'use %x': the result is missing`.
///
///   ids         lead into their tables; names of functions, records and roots
///               are unique
///   places      a root has no parent, a projection a smaller one; each is
///               there once; no field hangs on `this` itself
///   parameters  are Params, `this` first; every Param is one
///   blocks      every edge leads to one; a br or dispatch has an edge, and
///               only these have; `catch` is for dispatch, `if` for br
///   facts       stand in one block; have the result and the operands of their
///               shape; ok(…) tests the result
llvm::Error verify(const Module &M);

} // namespace fdtidy::ir

#endif // FDTIDY_IR_VERIFIER_H
