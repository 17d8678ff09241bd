//===- LowerStd.cpp - The C++ library by fixed field names ----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"

using namespace clang;

namespace fdtidy::lower {

bool FunctionLowering::emitStdCall(const CallExpr *E, const FunctionDecl *D,
                                   const Expr *Object,
                                   llvm::ArrayRef<const Expr *> Args, Slot S,
                                   Value &Result) {
  return false;
}
bool FunctionLowering::emitStdConstruct(const CXXConstructExpr *E,
                                        PlaceID Dst) {
  return false;
}
bool FunctionLowering::emitStdDestroy(PlaceID P, const CXXRecordDecl *R) {
  return false;
}
bool FunctionLowering::emitStdCopy(PlaceID Dst, PlaceID Src,
                                   const CXXRecordDecl *R, bool Move) {
  return false;
}
bool FunctionLowering::emitStdAssign(PlaceID Dst, PlaceID Src,
                                     const CXXRecordDecl *R, bool Move) {
  return false;
}
bool FunctionLowering::emitStdDefault(PlaceID Dst, const CXXRecordDecl *R) {
  return false;
}

} // namespace fdtidy::lower
