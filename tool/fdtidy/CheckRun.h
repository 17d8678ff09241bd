//===- CheckRun.h - The units of a program, analysed ------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines CheckRun: what `check` and `baseline` share, from their options to a
// merged report.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_CHECKRUN_H
#define FDTIDY_TOOL_CHECKRUN_H

#include "Database.h"
#include "FlagSet.h"
#include "ResultCache.h"
#include "TidyConfig.h"
#include "UnitAnalysis.h"
#include "report/Report.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <set>

namespace fdtidy {

class CheckRun {
public:
  /// Adds the options that say what is analysed and how.
  explicit CheckRun(FlagSet &Flags);

  /// Finds the units that \p Flags name. An error is one of usage.
  llvm::Error prepare();
  const Database &database() const { return Known; }
  std::vector<Unit> &units() { return Units; }
  /// The units of the database that include one of \p Files, from a scan by the
  /// preprocessor that is kept. Units that are among them come too.
  llvm::Expected<std::vector<Unit>>
  including(const std::vector<std::string> &Files, const Overlay &Changed = {});
  /// Whether that has found a unit that includes \p File.
  bool isIncluded(const std::string &File) const {
    return Included.count(File) != 0;
  }

  /// Analyses the units, with \p Changed over the files on disk. What \p Kept
  /// knows is not found out again, and it is told the rest.
  llvm::Expected<report::Report> run(const Overlay &Changed = {},
                                     ResultCache *Kept = nullptr);
  const std::string &root() const { return Root; }

private:
  llvm::Error configure();
  /// One of \p What for each unit, by \p Work in a process of its own.
  void forEach(llvm::StringRef What, const std::vector<Unit> &Of,
               llvm::function_ref<std::string(unsigned)> Work,
               llvm::function_ref<void(unsigned, std::string,
                                       std::string Failure)>
                   Done);

  FlagSet &Flags;
  std::string BuildPath, Checks, Jobs, Timeout = "600";
  std::map<std::string, std::string> Options; ///< by name without "fd."
  bool Configured = false;
  Database Known;
  std::vector<Unit> Units;
  std::set<std::string> Included;
  std::unique_ptr<TidyConfig> Config;
  std::map<engine::TableKey, model::Table> Tables;
  std::string Root;
};

} // namespace fdtidy

#endif // FDTIDY_TOOL_CHECKRUN_H
