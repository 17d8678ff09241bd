//===- AstWalk.cpp - Whether the AST is walked for matchers ---------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "plugin/AstWalk.h"
#include "solve/Finding.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/StringSet.h"

using namespace clang;
using namespace clang::tidy;
using namespace fdtidy;
using namespace fdtidy::plugin;

/// Whether \p Tidy may run checks that this configuration defines by queries; the
/// registry does not know them.
static bool mayRunQueries([[maybe_unused]] const ClangTidyContext &Tidy) {
#if FDTIDY_LLVM_MAJOR >= 22
  return Tidy.canExperimentalCustomChecks();
#else
  return false;
#endif
}

/// Whether a check that is not ours is enabled. clang-tidy has asked for each of
/// these names already and kept the answers, so this is a look-up for each.
static bool othersEnabled(ClangTidyContext &Tidy) {
  llvm::StringSet<> Ours;
#define FD_CHECK(Enum, Name, Default, CWE, Summary)                            \
  Ours.insert(solve::checkName(solve::CheckKind::Enum));
#include "solve/Checks.def"
  ClangTidyCheckFactories All;
  for (const auto &Entry : ClangTidyModuleRegistry::entries())
    Entry.instantiate()->addCheckFactories(All);
  for (const auto &Check : All)
    if (!Ours.contains(Check.getKey()) && Tidy.isCheckEnabled(Check.getKey()))
      return true;
  return false;
}

void AstWalk::endUnlessWanted(ASTContext &AST, ClangTidyContext &Tidy) {
  if (Decided)
    return;
  Decided = true;
  if (mayRunQueries(Tidy) || othersEnabled(Tidy))
    return;
  Ended = &AST;
  Scope = AST.getTraversalScope();
  AST.setTraversalScope({});
}

void AstWalk::restore() {
  if (ASTContext *AST = std::exchange(Ended, nullptr))
    AST->setTraversalScope(Scope);
}
