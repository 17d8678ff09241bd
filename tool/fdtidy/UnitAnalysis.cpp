//===- UnitAnalysis.cpp - From a unit to its report -----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "UnitAnalysis.h"
#include "Compilation.h"
#include "clang-tidy/NoLintDirectiveHandler.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Tooling/Core/Diagnostic.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Regex.h"

using namespace clang;
using llvm::StringRef;

namespace fdtidy {

namespace {

/// Gives one command, whatever file is asked for.
class OneCommand : public tooling::CompilationDatabase {
public:
  explicit OneCommand(const tooling::CompileCommand &C) : C(C) {}
  std::vector<tooling::CompileCommand>
  getCompileCommands(StringRef) const override {
    return {C};
  }

private:
  const tooling::CompileCommand &C;
};

/// Keeps the first compile error, and, while a finding is judged, asks whether a
/// NOLINT comment is about it.
class Listener : public DiagnosticConsumer {
public:
  void HandleDiagnostic(DiagnosticsEngine::Level Level,
                        const Diagnostic &Info) override {
    // Not the base class's, which only counts, for Clang to print the number.
    if (!Judged.empty()) {
      // As a warning, for clang-tidy lets no comment silence an error.
      Silenced = NoLint.shouldSuppress(DiagnosticsEngine::Warning, Info, Judged,
                                       Mistakes, /*AllowIO=*/true,
                                       /*EnableNoLintBlocks=*/true);
    } else if (Level >= DiagnosticsEngine::Error && FirstError.empty()) {
      llvm::SmallString<128> Text;
      Info.FormatDiagnostic(Text);
      if (Info.getLocation().isValid() && Info.hasSourceManager()) {
        const SourceManager &SM = Info.getSourceManager();
        PresumedLoc P = SM.getPresumedLoc(SM.getExpansionLoc(Info.getLocation()));
        if (P.isValid())
          FirstError = std::string(P.getFilename()) + ":" +
                       std::to_string(P.getLine()) + ":" +
                       std::to_string(P.getColumn()) + ": ";
      }
      FirstError += Text;
    }
  }

  bool silenced(DiagnosticsEngine &Diags, SourceLocation At, StringRef Check) {
    Judged = Check.str();
    Silenced = false;
    // An error, for a warning could be off by the command line.
    Diags.Report(At, Diags.getCustomDiagID(DiagnosticsEngine::Error, "%0"))
        << Check;
    Judged.clear();
    return Silenced;
  }

  std::string FirstError;
  llvm::SmallVector<tooling::Diagnostic, 1> Mistakes; ///< in NOLINT comments

private:
  tidy::NoLintDirectiveHandler NoLint;
  std::string Judged;
  bool Silenced = false;
};

class Worker {
public:
  Worker(const Unit &U, const Settings &Wanted, const model::Table &Models,
         const std::string &Root, bool TellRead)
      : U(U), Wanted(Wanted), Models(Models), Root(Root), TellRead(TellRead),
        Headers(Wanted.HeaderFilter), Excluded(Wanted.HeadersExcluded) {
    Report.File = U.File;
  }

  void visit(ASTContext &Ctx);

  Listener Heard;
  report::UnitReport Report;
  bool Visited = false;

private:
  bool wanted(const SourceManager &SM, SourceLocation At,
              const std::string &File) const;
  report::Position position(const SourceManager &SM, SourceLocation At) const;
  std::string entity(const ir::Module &M, const ir::FunctionInfo &F,
                     const std::string &File) const;

  const Unit &U;
  const Settings &Wanted;
  const model::Table &Models;
  const std::string &Root;
  const bool TellRead;
  llvm::Regex Headers, Excluded;
};

SourceLocation rawLocation(const ir::Module &M, ir::LocID At) {
  return M.has(At) ? SourceLocation::getFromRawEncoding(M.loc(At).Raw)
                   : SourceLocation();
}

report::Position Worker::position(const SourceManager &SM,
                                  SourceLocation At) const {
  At = SM.getExpansionLoc(At);
  PresumedLoc P = SM.getPresumedLoc(At, /*UseLineDirectives=*/false);
  if (P.isInvalid())
    return {U.File, 1, 1};
  return {absolutePath(P.getFilename(), U.Command.Directory), P.getLine(),
          P.getColumn()};
}

bool Worker::wanted(const SourceManager &SM, SourceLocation At,
                    const std::string &File) const {
  At = SM.getExpansionLoc(At);
  if (SM.isInMainFile(At))
    return true;
  if (SM.isInSystemHeader(At))
    return false;
  if (!Wanted.HeadersExcluded.empty() && Excluded.match(File))
    return false;
  return Wanted.HeaderFilter.empty() || Headers.match(File);
}

/// An entity of internal linkage bears the file of its unit, as that is named in
/// the folder where it is compiled. What stays the same in every folder and for
/// every includer of a header is the file where it stands, from the top on.
std::string Worker::entity(const ir::Module &M, const ir::FunctionInfo &F,
                           const std::string &File) const {
  StringRef Name = M.text(F.Name);
  const std::string Mark = "|" + M.FileName;
  std::string Result;
  for (size_t At; (At = Name.find(Mark)) != StringRef::npos;) {
    Result += (Name.take_front(At) + "|" + relativeTo(File, Root)).str();
    Name = Name.drop_front(At + Mark.size());
  }
  return Result + Name.str();
}

void Worker::visit(ASTContext &Ctx) {
  DiagnosticsEngine &Diags = Ctx.getDiagnostics();
  if (Diags.hasUncompilableErrorOccurred())
    return;
  Visited = true;
  const SourceManager &SM = Ctx.getSourceManager();
  if (TellRead)
    for (auto It = SM.fileinfo_begin(); It != SM.fileinfo_end(); ++It)
      Report.Read.push_back(
          absolutePath(It->first.getName(), U.Command.Directory));
  engine::EngineResult R =
      engine::analyze(Ctx, Models, Wanted.Shared.Engine);
  Report.Functions = R.Lowered.Functions;
  Report.Acquisitions = R.Lowered.Acquisitions;
  Report.PastBudget = unsigned(R.Solved.GaveUp.size());
  Diags.setErrorLimit(0);
  for (const diagnose::Diagnostic &D : R.Diagnostics) {
    if (!Wanted.Checks.count(D.Check))
      continue;
    const ir::Module &M = *R.Module;
    SourceLocation At = rawLocation(M, D.At);
    if (At.isInvalid() && M.has(D.In))
      At = rawLocation(M, M.at(D.In).Info.Loc);
    report::Finding F;
    F.Check = solve::checkName(D.Check).str();
    F.Message = D.Message;
    F.At = position(SM, At);
    if (!wanted(SM, At, F.At.File) || Heard.silenced(Diags, At, F.Check))
      continue;
    for (const diagnose::Note &N : D.Notes)
      if (SourceLocation Where = rawLocation(M, N.At); Where.isValid())
        F.Path.push_back({position(SM, Where), N.Text});
    if (M.has(D.In)) {
      const ir::FunctionInfo &In = M.at(D.In).Info;
      F.Function = M.text(In.Display).str();
      F.Entity = entity(M, In, F.At.File);
    }
    if (M.has(D.Callee))
      F.Callee = M.text(D.Callee).str();
    Report.Findings.push_back(std::move(F));
  }
  for (const tooling::Diagnostic &Wrong : Heard.Mistakes)
    Report.Warnings.push_back(
        absolutePath(Wrong.Message.FilePath, U.Command.Directory) + ": " +
        Wrong.Message.Message);
}

class Consumer : public ASTConsumer {
public:
  explicit Consumer(Worker &W) : W(W) {}
  void HandleTranslationUnit(ASTContext &Ctx) override { W.visit(Ctx); }

private:
  Worker &W;
};

class Action : public ASTFrontendAction {
public:
  explicit Action(Worker &W) : W(W) {}
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &,
                                                 StringRef) override {
    return std::make_unique<Consumer>(W);
  }

private:
  Worker &W;
};

/// Only preprocesses, and lists the files of the program.
class ListAction : public PreprocessOnlyAction {
public:
  ListAction(std::vector<std::string> &Into, StringRef Folder)
      : Into(Into), Folder(Folder) {}
  void EndSourceFileAction() override {
    const SourceManager &SM = getCompilerInstance().getSourceManager();
    for (auto It = SM.fileinfo_begin(); It != SM.fileinfo_end(); ++It) {
      FileID ID = SM.translateFile(It->first);
      if (ID.isValid() && !SM.isInSystemHeader(SM.getLocForStartOfFile(ID)))
        Into.push_back(absolutePath(It->first.getName(), Folder));
    }
    PreprocessOnlyAction::EndSourceFileAction();
  }

private:
  std::vector<std::string> &Into;
  std::string Folder;
};

template <typename Made>
class Factory : public tooling::FrontendActionFactory {
public:
  explicit Factory(std::function<std::unique_ptr<Made>()> Make)
      : Make(std::move(Make)) {}
  std::unique_ptr<FrontendAction> create() override { return Make(); }

private:
  std::function<std::unique_ptr<Made>()> Make;
};

void run(const Unit &U, const Settings &Wanted, const Overlay &Changed,
         DiagnosticConsumer &Heard, tooling::FrontendActionFactory &Make) {
  OneCommand Commands(U.Command);
  tooling::ClangTool Tool(Commands, {U.File});
  Tool.setPrintErrorMessage(false);
  Tool.setDiagnosticConsumer(&Heard);
  for (const auto &[File, Text] : Changed)
    Tool.mapVirtualFile(File, Text);
  tooling::CommandLineArguments Before = Wanted.ArgumentsBefore;
  if (std::string Dir = resourceDir(); !Dir.empty())
    Before.push_back("-resource-dir=" + Dir);
  Before.push_back("-Wno-everything");
  Tool.appendArgumentsAdjuster(tooling::getInsertArgumentAdjuster(
      Before, tooling::ArgumentInsertPosition::BEGIN));
  Tool.appendArgumentsAdjuster(tooling::getInsertArgumentAdjuster(
      Wanted.ArgumentsAfter, tooling::ArgumentInsertPosition::END));
  Tool.run(&Make);
}

} // namespace

report::UnitReport analyzeUnit(const Unit &U, const Settings &Wanted,
                               const model::Table &Models,
                               const std::string &Root, const Overlay &Changed,
                               bool TellRead) {
  Worker W(U, Wanted, Models, Root, TellRead);
  Factory<Action> Make([&] { return std::make_unique<Action>(W); });
  run(U, Wanted, Changed, W.Heard, Make);
  if (!W.Visited)
    W.Report.NotAnalysed = W.Heard.FirstError.empty()
                               ? "Clang did not get to the end of it"
                               : W.Heard.FirstError;
  return std::move(W.Report);
}

std::vector<std::string> includesOf(const Unit &U, const Settings &Wanted,
                                    const Overlay &Changed) {
  std::vector<std::string> Result{U.File};
  Listener Heard;
  Factory<ListAction> Make([&] {
    return std::make_unique<ListAction>(Result, U.Command.Directory);
  });
  run(U, Wanted, Changed, Heard, Make);
  return Result;
}

} // namespace fdtidy
