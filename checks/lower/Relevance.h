//===- Relevance.h - Which functions can matter to a handle -----*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines mentionsHandles, the cheap question asked first, and relevantFunctions,
// the roots of lowering: functions of the program's own files that call a
// modelled function or use an owner, or reach one that does, and the members of
// classes that do. What roots call is lowered on their account.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_RELEVANCE_H
#define FDTIDY_LOWER_RELEVANCE_H

#include "lower/ModuleLowering.h"
#include <vector>

namespace fdtidy::lower {

/// Whether a declaration that \p Models knows is referenced at all. No body is
/// looked at; wrong only in the direction of yes.
bool mentionsHandles(clang::ASTContext &Ctx, const model::Table &Models);

struct Roots {
  std::vector<const clang::FunctionDecl *> Functions; ///< as in the source
  /// Functions that may throw, end the process, fork or wait, or call such.
  llvm::DenseSet<const clang::FunctionDecl *> Essential;
  /// Functions that may fork or exec, or call such.
  llvm::DenseSet<const clang::FunctionDecl *> Starting;
};

Roots relevantFunctions(ModuleLowering &M, bool Everything);

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_RELEVANCE_H
