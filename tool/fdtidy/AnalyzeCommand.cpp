//===- AnalyzeCommand.cpp - fdtidy analyze --------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AnalyzeCommand.h"
#include "Compilation.h"
#include "engine/SharedOptions.h"
#include "ir/Printer.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>

namespace fdtidy {

namespace {

/// What `--stats` adds up over the files.
struct Totals {
  unsigned Units = 0, Functions = 0, Acquisitions = 0, Runs = 0, GaveUp = 0;
  unsigned Findings = 0;
  std::chrono::duration<double, std::milli> Spent{};

  void add(const engine::EngineResult &R) {
    ++Units;
    Functions += R.Lowered.Functions;
    Acquisitions += R.Lowered.Acquisitions;
    Runs += R.Solved.Runs;
    GaveUp += R.Solved.GaveUp.size();
    Findings += R.Diagnostics.size();
  }

  void print(llvm::raw_ostream &OS) const {
    OS << "analysed " << Units << " translation units: " << Functions
       << " functions, " << Acquisitions << " acquisitions, " << Runs
       << " runs, " << GaveUp << " past a budget, " << Findings
       << " findings in " << llvm::format("%.1f", Spent.count()) << " ms\n";
  }
};

/// The prefix says so to clang-tidy's globs, and to us.
bool isOptIn(solve::CheckKind Kind) {
  return solve::checkName(Kind).starts_with("fdstrict-");
}

/// `file:line:col: `, as Clang writes a position.
void printPosition(llvm::raw_ostream &OS, const ir::Module &M, ir::LocID At) {
  if (!M.has(At))
    return;
  const ir::SourceLoc &L = M.loc(At);
  OS << M.text(L.File) << ':' << L.Line << ':' << L.Column << ": ";
}

void printDiagnostic(llvm::raw_ostream &OS, const ir::Module &M,
                     const diagnose::Diagnostic &D) {
  printPosition(OS, M, M.has(D.At) ? D.At : M.at(D.In).Info.Loc);
  OS << "warning: " << D.Message << " [" << solve::checkName(D.Check) << "]\n";
  for (const diagnose::Note &N : D.Notes) {
    printPosition(OS, M, N.At);
    OS << "note: " << N.Text << '\n';
  }
}

/// The facts of the functions that `--dump-function` selects.
void printFacts(llvm::raw_ostream &OS, const ir::Module &M,
                llvm::StringRef Only) {
  if (Only.empty()) {
    ir::print(OS, M);
    return;
  }
  for (const ir::Function &F : M.Functions)
    if (M.text(F.Info.Display) == Only)
      ir::print(OS, M, F);
}

void printDisjuncts(llvm::raw_ostream &OS, const engine::EngineResult &R,
                    llvm::StringRef Only) {
  for (const auto &[F, Text] : R.Solved.Disjuncts) {
    llvm::StringRef Name = R.Module->text(R.Module->at(F).Info.Display);
    if (Only.empty() || Name == Only)
      OS << Name << '\n' << Text;
  }
}

void printGaps(llvm::raw_ostream &OS, const engine::EngineResult &R) {
  const ir::Module &M = *R.Module;
  for (const auto &[Gap, In] : R.Solved.Gaps) {
    printPosition(OS, M, Gap.At);
    OS << "gap: " << Gap.Cause << " in '" << M.text(M.at(In).Info.Display)
       << "'\n";
  }
  for (ir::FunctionID F : R.Solved.GaveUp) {
    printPosition(OS, M, M.at(F).Info.Loc);
    OS << "gap: past the budget in '" << M.text(M.at(F).Info.Display) << "'\n";
  }
  for (const auto &[Cause, Count] : R.Lowered.Gaps)
    OS << "gap: " << Cause << ", " << Count << " times\n";
}

} // namespace

llvm::Expected<ExitCode> runAnalyze(const CommandLine &C) {
  model::Table Models = model::Table::builtin();
  for (const std::string &File : C.Models)
    if (llvm::Error E = Models.addFile(File))
      return std::move(E);
  engine::EngineOptions Options;
  engine::ask(Options.Solve, [&](solve::CheckKind) { return C.Strict; });
  if (!C.Exceptions)
    Options.Solve.Exceptions = solve::ThrowModel::Ignored;
  Options.Solve.KeepDisjuncts = C.Dump == DumpKind::Disjuncts;
  Totals Sum;
  auto Code = forEachTranslationUnit(C, [&](clang::ASTContext &Context) {
    const auto Begin = std::chrono::steady_clock::now();
    engine::EngineResult R = engine::analyze(Context, Models, Options);
    Sum.Spent += std::chrono::steady_clock::now() - Begin;
    if (R.Module) {
      llvm::erase_if(R.Diagnostics, [&](const diagnose::Diagnostic &D) {
        return (!C.Strict && isOptIn(D.Check)) ||
               (!C.DumpFunction.empty() &&
                R.Module->text(R.Module->at(D.In).Info.Display) !=
                    C.DumpFunction);
      });
      if (C.Dump == DumpKind::Facts)
        printFacts(llvm::outs(), *R.Module, C.DumpFunction);
      else if (C.Dump == DumpKind::Disjuncts)
        printDisjuncts(llvm::outs(), R, C.DumpFunction);
      else
        for (const diagnose::Diagnostic &D : R.Diagnostics)
          printDiagnostic(llvm::outs(), *R.Module, D);
      llvm::outs().flush();
      if (C.ExplainGaps)
        printGaps(llvm::errs(), R);
    }
    Sum.add(R);
  });
  if (!Code)
    return Code;
  if (C.Stats)
    Sum.print(llvm::errs());
  if (*Code == ExitCode::Clean && Sum.Findings)
    return ExitCode::Findings;
  return Code;
}

} // namespace fdtidy
