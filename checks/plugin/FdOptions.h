//===- FdOptions.h - The options that all checks share ----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines FdOptions: `fd.Models` and its like, read and stored by every check,
// so that clang-tidy knows them whichever check is on.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_PLUGIN_FDOPTIONS_H
#define FDTIDY_PLUGIN_FDOPTIONS_H

#include "engine/Engine.h"
#include "plugin/TidyHeaders.h"
#include <functional>
#include <string>
#include <vector>

namespace fdtidy::plugin {

/// Qualified names of classes; a user separates them by semicolons.
using ClassList = std::vector<std::string>;

struct FdOptions {
  using View = clang::tidy::ClangTidyCheck::OptionsView;
  using Map = clang::tidy::ClangTidyOptions::OptionMap;

  engine::EngineOptions Engine;
  std::string Models; ///< files with model tables, separated by semicolons
  ClassList OwnerTypes, BorrowedTypes;
  bool Valid = true;  ///< no value was wrong

  /// Reads all options. Each wrong value goes to \p Complain, which is told the
  /// option, the value and what is accepted.
  static FdOptions read(const View &From,
                        llvm::function_ref<void(const std::string &)> Complain);
  void store(const View &To, Map &Into) const;
};

} // namespace fdtidy::plugin

#endif // FDTIDY_PLUGIN_FDOPTIONS_H
