//===- FdCheck.cpp - A row of Checks.def as a tidy check ------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "plugin/FdCheck.h"
#include "clang/ASTMatchers/ASTMatchers.h"

using namespace clang;
using namespace clang::tidy;
using namespace fdtidy;
using namespace fdtidy::plugin;

FdCheck::FdCheck(StringRef Name, ClangTidyContext *Context,
                 solve::CheckKind Kind, std::shared_ptr<EngineSession> Session)
    : ClangTidyCheck(Name, Context), Kind(Kind), Session(std::move(Session)),
      SharedView("fd", Context->getOptions().CheckOptions, Context),
      Tidy(*Context) {
  Shared = FdOptions::read(SharedView, [this](const std::string &Wrong) {
    configurationDiag(Wrong, DiagnosticIDs::Error);
  });
  for (const auto &Option : Context->getOptions().CheckOptions)
    if (StringRef Name = Option.getKey(); Name.consume_front("fd."))
      if (std::string Why = FdOptions::misspelt(Name); !Why.empty()) {
        configurationDiag("%0", DiagnosticIDs::Error) << Why;
        Shared.Valid = false;
      }
  engine::ask(Shared.Engine.Solve, [Context](solve::CheckKind Check) {
    return Context->isCheckEnabled(solve::checkName(Check));
  });
}

void FdCheck::storeOptions(ClangTidyOptions::OptionMap &Opts) {
  Shared.store(SharedView, Opts);
}

void FdCheck::registerMatchers(ast_matchers::MatchFinder *Finder) {
  Finder->addMatcher(ast_matchers::translationUnitDecl(), this);
}

void FdCheck::check(const ast_matchers::MatchFinder::MatchResult &Result) {
  if (!Shared.Valid)
    return; // said so; a result under other options would pass for the wanted
  UnitResult &Unit = Session->unit(*Result.Context, Shared);
  if (!Unit.Skipped.empty() && !Unit.Told) {
    Unit.Told = true;
    const SourceManager &SM = *Result.SourceManager;
    if (Unit.BadModels)
      configurationDiag(Unit.Skipped, DiagnosticIDs::Error);
    else
      diag(SM.getLocForStartOfFile(SM.getMainFileID()), Unit.Skipped,
           DiagnosticIDs::Remark);
  }
  for (const diagnose::Diagnostic &D : Unit.Engine.Diagnostics)
    if (D.Check == Kind)
      report(*Unit.Engine.Module, D);
  Open = &Unit;
  Unit.Walk.endUnlessWanted(*Result.Context, Tidy);
}

void FdCheck::onEndOfTranslationUnit() {
  if (UnitResult *Walked = std::exchange(Open, nullptr))
    Walked->Walk.restore();
}

/// Where \p At is in the running Clang's source manager.
static SourceLocation location(const ir::Module &M, ir::LocID At) {
  return M.has(At) ? SourceLocation::getFromRawEncoding(M.loc(At).Raw)
                   : SourceLocation();
}

void FdCheck::report(const ir::Module &M, const diagnose::Diagnostic &D) {
  SourceLocation At = location(M, D.At);
  if (At.isInvalid()) // compiler-made code stands where its function does
    At = location(M, M.at(D.In).Info.Loc);
  // As an argument, for a message is no format: a name may hold a '%'.
  {
    DiagnosticBuilder Report = diag(At, "%0");
    Report << D.Message;
    for (const ir::Edit &E : D.Fix)
      if (SourceLocation From = location(M, E.At); From.isValid())
        Report << FixItHint::CreateReplacement(
            CharSourceRange::getCharRange(
                From, From.getLocWithOffset(int(E.Length))),
            E.Text);
  }
  for (const diagnose::Note &N : D.Notes)
    if (SourceLocation Where = location(M, N.At); Where.isValid())
      diag(Where, "%0", DiagnosticIDs::Note) << N.Text;
}
