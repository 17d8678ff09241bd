//===- HandleType.h - Where in a type a handle is ---------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines HandleType: what a parameter or a result that an annotation speaks of
// holds, told by its type alone.
//
//   int, enum                 a descriptor, itself
//   FILE *, DIR *             a stream, itself
//   int *, int &, FILE **     what it points to: an out-parameter
//   int [2], int (&)[2]       each element, of up to eight
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_HANDLETYPE_H
#define FDTIDY_LOWER_HANDLETYPE_H

#include "model/Effect.h"
#include "clang/AST/Decl.h"

namespace fdtidy::lower {

struct HandleType {
  model::HandleKind Kind = model::HandleKind::Raw;
  bool Pointee = false;  ///< it points to the handle
  unsigned Elements = 0; ///< it is an array of this many
};

/// None if nothing of type \p T is a handle. References are looked through.
std::optional<HandleType> handleType(clang::QualType T,
                                     const clang::ASTContext &Ctx);
/// The same of a parameter, whose array has decayed.
std::optional<HandleType> handleType(const clang::ParmVarDecl *P);

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_HANDLETYPE_H
