//===- FixedGlobals.h - Variables that nothing ever writes ------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines FixedGlobals: a variable of internal linkage that the file only reads
// keeps the value that it is initialised with, whether `const` or not.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_FIXEDGLOBALS_H
#define FDTIDY_LOWER_FIXEDGLOBALS_H

#include "clang/AST/ASTContext.h"
#include "llvm/ADT/DenseSet.h"
#include <optional>

namespace fdtidy::lower {

class FixedGlobals {
public:
  explicit FixedGlobals(clang::ASTContext &Ctx) : Ctx(Ctx) {}

  /// The number that \p D always holds; none if it may be another.
  std::optional<int64_t> value(const clang::VarDecl *D);

private:
  void scan();

  clang::ASTContext &Ctx;
  bool Scanned = false;
  llvm::DenseSet<const clang::VarDecl *> Written; ///< or its address is taken
};

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_FIXEDGLOBALS_H
