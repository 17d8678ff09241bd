//===- LowerCommand.cpp - fdtidy lower ------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "LowerCommand.h"
#include "Compilation.h"
#include "ir/Printer.h"
#include "ir/Verifier.h"
#include "lower/Lower.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>

namespace fdtidy {

llvm::Expected<ExitCode> runLower(const CommandLine &C) {
  model::Table Models = model::Table::builtin();
  for (const std::string &File : C.Models)
    if (llvm::Error E = Models.addFile(File))
      return std::move(E);
  lower::LowerOptions Options;
  Options.Everything = C.Everything;
  Options.Exceptions = C.Exceptions;
  lower::LowerStats Stats;
  std::chrono::duration<double, std::milli> Spent{};
  bool Damaged = false;
  auto Code = forEachTranslationUnit(C, [&](clang::ASTContext &Ctx) {
    const auto Begin = std::chrono::steady_clock::now();
    std::unique_ptr<ir::Module> M =
        lower::lowerTranslationUnit(Ctx, Models, Options, &Stats);
    Spent += std::chrono::steady_clock::now() - Begin;
    if (!M)
      return;
    if (C.DumpFunction.empty()) {
      ir::print(llvm::outs(), *M);
    } else {
      for (const ir::Function &F : M->Functions)
        if (M->text(F.Info.Display) == C.DumpFunction)
          ir::print(llvm::outs(), *M, F);
    }
    llvm::outs().flush();
    if (llvm::Error E = ir::verify(*M)) {
      llvm::errs() << "fdtidy: " << M->FileName
                   << ": lowering made invalid IR: "
                   << llvm::toString(std::move(E)) << '\n';
      Damaged = true;
    }
  });
  if (C.Stats)
    llvm::errs() << "lowered " << Stats.Functions << " functions, "
                 << Stats.Acquisitions << " acquisitions in "
                 << llvm::format("%.1f", Spent.count()) << " ms\n";
  if (C.ExplainGaps)
    for (const auto &[Cause, Count] : Stats.Gaps)
      llvm::errs() << "gap: " << Count << " x " << Cause << '\n';
  if (Damaged)
    return ExitCode::NotAnalysed;
  return Code;
}

} // namespace fdtidy
