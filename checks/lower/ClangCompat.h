//===- ClangCompat.h - What differs between Clang releases ------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the few calls that Clang 19 and 22 spell differently.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_CLANGCOMPAT_H
#define FDTIDY_LOWER_CLANGCOMPAT_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/Version.h"

namespace fdtidy::lower {

/// The type that \p D declares. Clang 22 has no getRecordType().
inline clang::QualType typeOf(const clang::ASTContext &Ctx,
                              const clang::RecordDecl *D) {
#if CLANG_VERSION_MAJOR >= 22
  return Ctx.getCanonicalTagType(D);
#else
  return Ctx.getRecordType(D);
#endif
}

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_CLANGCOMPAT_H
