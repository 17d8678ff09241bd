//===- Types.h - Clang's types as lowering sees them ------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines what lowering asks of a type: its ValueType, its record, whether it
// is destroyed, how exceptions spell it.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_TYPES_H
#define FDTIDY_LOWER_TYPES_H

#include "ir/Place.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

namespace fdtidy::lower {

/// \p T without references, atomics and sugar.
clang::QualType plainType(clang::QualType T);
ir::ValueType valueType(clang::QualType T);
/// Whether a value of \p T is one operand: an integer, pointer or bool.
bool isScalar(clang::QualType T);
/// The definition of the class that \p T is, or null.
const clang::RecordDecl *recordOf(clang::QualType T);
const clang::CXXRecordDecl *classOf(clang::QualType T);
/// The innermost element of an array, or \p T itself.
clang::QualType elementOf(clang::QualType T, const clang::ASTContext &Ctx);
/// The length of an array of constant length, else 0.
uint64_t arrayLength(clang::QualType T, const clang::ASTContext &Ctx);
/// Whether the end of an object of type \p T runs a destructor.
bool isDestroyed(clang::QualType T, const clang::ASTContext &Ctx);
/// How `catch` and `throw` name \p T: canonical, without cv and reference.
std::string exceptionName(clang::QualType T, const clang::ASTContext &Ctx);
/// Whether \p D is a template of the C++ library or one of its instances.
bool isInStd(const clang::Decl *D);
/// Whether \p D is given something, and only numbers, text, places to write
/// numbers or text to, and objects of the system's types that it may not change.
bool isPlain(const clang::FunctionDecl *D);

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_TYPES_H
