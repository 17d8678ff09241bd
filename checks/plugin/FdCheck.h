//===- FdCheck.h - A row of Checks.def as a tidy check ----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines FdCheck: reports, of the diagnostics of the translation unit's one
// engine run, those of its kind. docs/checks/<name>.md says what each means.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_PLUGIN_FDCHECK_H
#define FDTIDY_PLUGIN_FDCHECK_H

#include "plugin/EngineSession.h"

namespace fdtidy::plugin {

class FdCheck : public clang::tidy::ClangTidyCheck {
public:
  FdCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context,
          solve::CheckKind Kind, std::shared_ptr<EngineSession> Session);

  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;
  void onEndOfTranslationUnit() override;

private:
  void report(const ir::Module &M, const diagnose::Diagnostic &D);

  solve::CheckKind Kind;
  std::shared_ptr<EngineSession> Session;
  OptionsView SharedView; ///< `fd.`, not the check's own name
  FdOptions Shared;
  clang::tidy::ClangTidyContext &Tidy;
  UnitResult *Open = nullptr; ///< of the unit that is being walked
};

} // namespace fdtidy::plugin

#endif // FDTIDY_PLUGIN_FDCHECK_H
