//===- Function.cpp - A function of the handle IR -------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the members of Function and the spelling of its roles.
//===----------------------------------------------------------------------===//
#include "ir/Function.h"

namespace fdtidy::ir {

llvm::StringRef spelling(FunctionRole Role) {
  static constexpr llvm::StringLiteral Words[] = {
      "",          "method",      "static-method", "ctor", "copy-ctor",
      "move-ctor", "copy-assign", "move-assign",   "dtor", "lambda"};
  return Words[size_t(Role)];
}

PlaceID Function::root(PlaceID P) const {
  // A parent is interned before its projections, so this ends in any function.
  while (!place(P).isRoot() && place(P).Parent < P)
    P = place(P).Parent;
  return P;
}

} // namespace fdtidy::ir
