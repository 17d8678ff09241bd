//===- TidyConfig.h - What is asked of a translation unit -------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Settings and TidyConfig: which checks and options apply to a file, from
// its .clang-tidy and from the command line, which decides.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_TIDYCONFIG_H
#define FDTIDY_TOOL_TIDYCONFIG_H

#include "clang-tidy/ClangTidyOptions.h"
#include "engine/SharedOptions.h"
#include <map>
#include <memory>
#include <set>

namespace fdtidy {

struct Settings {
  engine::SharedOptions Shared;
  std::set<solve::CheckKind> Checks;
  std::string HeaderFilter, HeadersExcluded; ///< regular expressions
  std::vector<std::string> ArgumentsBefore, ArgumentsAfter;
  std::string ModelsFrom; ///< "PATH: " of the .clang-tidy that names them
};

class TidyConfig {
public:
  /// \p Checks are globs as clang-tidy has them, applied after `fd-*` and those
  /// globs of .clang-tidy that begin with `fd`: what else it turns on or off is
  /// none of our business. \p Given are options by name without "fd.".
  TidyConfig(std::string Checks, std::map<std::string, std::string> Given);

  /// For the absolute path \p File. An error is one of configuration: a
  /// .clang-tidy that cannot be parsed, an option that does not exist, a wrong
  /// value, no check left.
  llvm::Expected<Settings> settings(llvm::StringRef File);

private:
  std::string Checks;
  std::map<std::string, std::string> Given;
  std::vector<std::string> Broken; ///< .clang-tidy files
  std::unique_ptr<clang::tidy::FileOptionsProvider> Provider;
};

} // namespace fdtidy

#endif // FDTIDY_TOOL_TIDYCONFIG_H
