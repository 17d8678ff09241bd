//===- Engine.cpp - A translation unit from AST to diagnostics ------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "engine/Engine.h"
#include "diagnose/Diagnose.h"
#include "solve/Openers.h"
#include "clang/AST/ASTContext.h"

using namespace fdtidy;

engine::EngineResult engine::analyze(clang::ASTContext &Context,
                                     const model::Table &Models,
                                     const EngineOptions &Options) {
  EngineResult Result;
  lower::LowerOptions Lowering;
  Lowering.Exceptions = Options.Solve.Exceptions == solve::ThrowModel::Seen;
  Result.Module = lower::lowerTranslationUnit(Context, Models, Lowering,
                                              &Result.Lowered);
  if (!Result.Module)
    return Result;
  solve::Options Solving = Options.Solve;
  // C has no destructors that could own.
  Solving.RawOwners &= Context.getLangOpts().CPlusPlus != 0;
  if (Solving.Unknown == solve::UnknownCallee::Evidence)
    solve::presumeOpeners(*Result.Module);
  solve::Analysis Solver(*Result.Module, Solving);
  std::vector<solve::Finding> Findings = Solver.run();
  Result.Solved = Solver.statistics();
  Result.Diagnostics = diagnose::diagnose(*Result.Module, std::move(Findings),
                                          Options.Least);
  return Result;
}
