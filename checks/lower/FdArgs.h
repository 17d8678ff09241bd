//===- FdArgs.h - GCC's fd_arg, fd_arg_read and fd_arg_write ----*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines FdArgs: Clang drops these attributes from the AST, so they are read
// from the tokens of a declaration, also where a macro of the translation unit
// expands to them.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_FDARGS_H
#define FDTIDY_LOWER_FDARGS_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace fdtidy::lower {

class FdArgs {
public:
  explicit FdArgs(clang::ASTContext &Ctx);
  /// Whether the translation unit spells any of them.
  static bool anyIn(clang::ASTContext &Ctx);
  /// The parameters, counted from 0, that are descriptors and must be open.
  llvm::SmallVector<unsigned, 2> of(const clang::FunctionDecl *D) const;

private:
  clang::ASTContext &Ctx;
  /// By where a macro is used: the beginning of what it expands to.
  llvm::DenseMap<clang::SourceLocation, clang::SourceLocation> Macros;
};

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_FDARGS_H
