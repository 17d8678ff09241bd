//===- FdOptions.h - The options that all checks share ----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines FdOptions: `fd.Models` and its like, read and stored by every check,
// so that clang-tidy knows them whichever check is on.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_PLUGIN_FDOPTIONS_H
#define FDTIDY_PLUGIN_FDOPTIONS_H

#include "engine/SharedOptions.h"
#include "plugin/TidyHeaders.h"
#include <functional>
#include <string>

namespace fdtidy::plugin {

struct FdOptions : engine::SharedOptions {
  using View = clang::tidy::ClangTidyCheck::OptionsView;
  using Map = clang::tidy::ClangTidyOptions::OptionMap;

  /// Reads all options. Each wrong value goes to \p Complain, which is told the
  /// option, the value and what is accepted.
  static FdOptions read(const View &From,
                        llvm::function_ref<void(const std::string &)> Complain);
  void store(const View &To, Map &Into) const;
};

} // namespace fdtidy::plugin

#endif // FDTIDY_PLUGIN_FDOPTIONS_H
