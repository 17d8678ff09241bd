//===- Engine.h - A translation unit from AST to diagnostics ----*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines analyze(): the one way from an AST to diagnostics, for the plugin and
// for the driver.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_ENGINE_ENGINE_H
#define FDTIDY_ENGINE_ENGINE_H

#include "diagnose/Diagnostic.h"
#include "ir/Module.h"
#include "lower/Lower.h"
#include "solve/Analysis.h"
#include "solve/Options.h"
#include <memory>

namespace fdtidy::engine {

struct EngineOptions {
  solve::Options Solve;
  solve::Confidence Least = solve::Confidence::Definite;
};

struct EngineResult {
  /// Null if nothing in the translation unit can matter to a handle.
  std::unique_ptr<ir::Module> Module;
  std::vector<diagnose::Diagnostic> Diagnostics; ///< over Module
  lower::LowerStats Lowered;
  solve::Statistics Solved;
};

/// Lowers, solves and words \p Context, which has compiled without errors.
EngineResult analyze(clang::ASTContext &Context, const model::Table &Models,
                     const EngineOptions &Options);

} // namespace fdtidy::engine

#endif // FDTIDY_ENGINE_ENGINE_H
