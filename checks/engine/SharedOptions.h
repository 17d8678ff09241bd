//===- SharedOptions.h - The options that all checks share ------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines SharedOptions: `fd.Models` and its like by name and in words, as the
// plugin reads them from clang-tidy and the driver from its command line.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_ENGINE_SHAREDOPTIONS_H
#define FDTIDY_ENGINE_SHAREDOPTIONS_H

#include "engine/Engine.h"
#include <functional>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace fdtidy::engine {

/// Qualified names of classes; a user separates them by semicolons.
using ClassList = std::vector<std::string>;

struct SharedOptions {
  EngineOptions Engine;
  std::string Models; ///< files with model tables, separated by semicolons
  ClassList OwnerTypes, BorrowedTypes;
  bool Valid = true; ///< no value was wrong

  using Lookup =
      llvm::function_ref<std::optional<std::string>(llvm::StringRef Name)>;

  /// Asks \p Get for every option by its name without "fd.". Each wrong value
  /// goes to \p Complain, which is told the option, the value and what is
  /// accepted.
  static SharedOptions
  read(Lookup Get, llvm::function_ref<void(const std::string &)> Complain);
  /// Why there is no option of that name, without "fd.", and which may have been
  /// meant; empty where there is one.
  static std::string misspelt(llvm::StringRef Name);
  /// Tells \p Tell the name and value of every option.
  void store(llvm::function_ref<void(llvm::StringRef Name,
                                     llvm::StringRef Value)>
                 Tell) const;
};

/// What the table of models hangs on.
using TableKey = std::tuple<std::string, ClassList, ClassList>;
inline TableKey tableKey(const SharedOptions &O) {
  return {O.Models, O.OwnerTypes, O.BorrowedTypes};
}

/// The built-in table, and over it what \p Options name.
llvm::Expected<model::Table> loadModels(const SharedOptions &Options);

/// Asks the solver for what only the strict checks among \p IsWanted need, for
/// that costs runs of its own.
void ask(solve::Options &Solve,
         llvm::function_ref<bool(solve::CheckKind)> IsWanted);

} // namespace fdtidy::engine

#endif // FDTIDY_ENGINE_SHAREDOPTIONS_H
