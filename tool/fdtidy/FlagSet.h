//===- FlagSet.h - The options of a subcommand ------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines FlagSet: what a subcommand accepts, from which both its parser and its
// help are made.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_FLAGSET_H
#define FDTIDY_TOOL_FLAGSET_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace fdtidy {

class FlagSet {
public:
  /// \p Usage is the rest of the line after "usage: fdtidy ".
  FlagSet(std::string Usage, std::string About)
      : Usage(std::move(Usage)), About(std::move(About)) {}

  /// `--name`
  void flag(llvm::StringRef Name, bool &Into, llvm::StringRef Help);
  /// `--name=VALUE` or `--name VALUE`; of several the last counts.
  void value(llvm::StringRef Name, llvm::StringRef Shown, std::string &Into,
             llvm::StringRef Help);
  /// The same; \p Take is given every value and may refuse it.
  void value(llvm::StringRef Name, llvm::StringRef Shown,
             std::function<llvm::Error(llvm::StringRef)> Take,
             llvm::StringRef Help);

  std::vector<std::string> Positional;
  std::optional<std::vector<std::string>> AfterDashes; ///< what follows `--`

  /// \returns false if help was asked for, which is then printed.
  llvm::Expected<bool> parse(llvm::ArrayRef<const char *> Args);
  void printHelp(llvm::raw_ostream &OS) const;

private:
  struct Flag {
    std::string Name, Shown, Help;
    std::function<llvm::Error(llvm::StringRef)> Take;
  };
  const Flag *find(llvm::StringRef Name) const;
  llvm::Error unknown(llvm::StringRef Name) const;

  std::string Usage, About;
  std::vector<Flag> Flags;
};

} // namespace fdtidy

#endif // FDTIDY_TOOL_FLAGSET_H
