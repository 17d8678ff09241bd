//===- LowerLambda.cpp - Closures -----------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A closure is a record whose fields are called as the variables captured; by
// reference they are pointers. The body is the function of its operator(), whose
// `this` is the closure.
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"

using namespace clang;

namespace fdtidy::lower {

void FunctionLowering::emitLambda(const LambdaExpr *E, PlaceID Dst) {
  auto Init = E->capture_init_begin();
  auto Field = E->getLambdaClass()->field_begin();
  for (const LambdaCapture &C : E->captures()) {
    const Expr *Value = *Init++;
    const FieldDecl *F = *Field++;
    std::string Name = "this";
    if (C.capturesVariable())
      Name = C.getCapturedVar()->getNameAsString();
    else if (!C.capturesThis())
      continue; // the bound of a variable-length array
    if (!Value)
      continue;
    at(C.getLocation());
    PlaceID P = field(Dst, Name, F->getType());
    if (F->getType()->isReferenceType())
      assign(P, emitReference(Value));
    else
      emitInto(Value, P);
  }
  // Its body is lowered even if only a library template calls it.
  M.function(E->getCallOperator());
}

} // namespace fdtidy::lower
