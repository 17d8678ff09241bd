//===- EngineSession.h - One engine run per translation unit ----*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines EngineSession, which the checks of one clang-tidy run share: the first
// check of a translation unit runs the engine, the others take its result.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_PLUGIN_ENGINESESSION_H
#define FDTIDY_PLUGIN_ENGINESESSION_H

#include "plugin/AstWalk.h"
#include "plugin/FdOptions.h"
#include <map>
#include <memory>
#include <mutex>

namespace fdtidy::plugin {

/// What became of one translation unit.
struct UnitResult {
  engine::EngineResult Engine;
  /// Why it was not analysed, if it was not: a remark for the first check that
  /// asks, or an error in the configuration.
  std::string Skipped;
  bool BadModels = false; ///< Skipped names an error in `fd.Models`
  bool Told = false;      ///< a check has passed Skipped on
  AstWalk Walk;
};

/// Owned by the factories of the checks, hence one for a run of clang-tidy. A
/// host may have several translation units open at once, on several threads.
class EngineSession : public std::enable_shared_from_this<EngineSession> {
public:
  /// The result for \p Context; the reference lives as long as \p Context.
  /// All checks of a translation unit have the same \p Options.
  UnitResult &unit(clang::ASTContext &Context, const FdOptions &Options);

private:
  /// What \p Options say of libraries, or null and a reason in \p Why.
  const model::Table *table(const FdOptions &Options, std::string &Why);
  void run(clang::ASTContext &Context, const FdOptions &Options,
           UnitResult &Into);

  std::mutex Mutex;
  /// An entry goes when its context does: a later one may have its address.
  std::map<const clang::ASTContext *, std::unique_ptr<UnitResult>> Units;
  std::map<engine::TableKey, model::Table> Tables;
};

} // namespace fdtidy::plugin

#endif // FDTIDY_PLUGIN_ENGINESESSION_H
