//===- Openers.h - Functions out of view that open --------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines presumeOpeners: a function out of view opens what it gives if callers
// show that what they get is theirs to close.
//
//   - It is plain: given nothing but numbers, text and the like, so that its
//     result is no member of an object that the caller has.
//   - Some caller may release the result, and releases it or gives it on on every
//     path but those on which it was no handle or the caller gives up itself.
//   - No caller ignores the result or only uses it: that is how one calls a
//     function that tells what is open already. Who gives it to a function that
//     may close it, by a flag, does more.
//
// Such a function gets a body that acquires; its arguments escape in it as they
// do where nobody knows what it does.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_OPENERS_H
#define FDTIDY_SOLVE_OPENERS_H

#include "ir/Module.h"

namespace fdtidy::solve {

void presumeOpeners(ir::Module &M);

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_OPENERS_H
