//===- AstWalk.h - Whether the AST is walked for matchers -------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines AstWalk: keeps clang-tidy from looking for matches all over a translation
// unit, its system headers too, that no check waits for. Our checks ask for the unit
// itself and the engine goes where it needs to; the walk alone costs a fifth of
// parsing in C, and more in C++.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_PLUGIN_ASTWALK_H
#define FDTIDY_PLUGIN_ASTWALK_H

#include "plugin/TidyHeaders.h"
#include <vector>

namespace fdtidy::plugin {

class AstWalk {
public:
  /// To be called at a match of the unit of \p AST, before the walk goes below it.
  /// Ends it there if \p Tidy has enabled no check that may match something else.
  /// Later calls do nothing.
  void endUnlessWanted(clang::ASTContext &AST,
                       clang::tidy::ClangTidyContext &Tidy);

  /// To be called when the walk is over: whoever comes next sees all of the AST
  /// again. Later calls do nothing.
  void restore();

private:
  bool Decided = false;
  clang::ASTContext *Ended = nullptr; ///< whose scope is empty now
  std::vector<clang::Decl *> Scope;   ///< what it was
};

} // namespace fdtidy::plugin

#endif // FDTIDY_PLUGIN_ASTWALK_H
