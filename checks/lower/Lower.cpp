//===- Lower.cpp - From a translation unit to the handle IR ---------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/Lower.h"
#include "lower/ModuleLowering.h"
#include "lower/Relevance.h"

namespace fdtidy::lower {

std::unique_ptr<ir::Module>
lowerTranslationUnit(clang::ASTContext &Context, const model::Table &Models,
                     const LowerOptions &Options, LowerStats *Stats) {
  if (!Options.Everything && !mentionsHandles(Context, Models))
    return nullptr;
  LowerStats Unused;
  auto Mod = std::make_unique<ir::Module>();
  ModuleLowering M(Context, Models, Options, Stats ? *Stats : Unused, *Mod);
  Roots R = relevantFunctions(M, Options.Everything);
  M.run(R.Functions, std::move(R.Essential),
        std::move(R.Starting));
  return Mod;
}

} // namespace fdtidy::lower
