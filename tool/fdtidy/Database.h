//===- Database.h - Which translation units there are -----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Unit and Database: the compile commands of a program. No command is
// ever guessed: what the database lacks is an error.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_DATABASE_H
#define FDTIDY_TOOL_DATABASE_H

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace fdtidy {

/// A source file and how it is compiled.
struct Unit {
  std::string File; ///< absolute, without . and ..
  clang::tooling::CompileCommand Command;
};

class Database {
public:
  /// Of \p BuildPath, a directory or the file itself. If it is empty, of the
  /// working directory or one above it, there or in one `build` folder below.
  static llvm::Expected<Database> load(llvm::StringRef BuildPath);
  /// \p Files, each compiled with \p Arguments in the working directory.
  static Database fixed(llvm::ArrayRef<std::string> Files,
                        const std::vector<std::string> &Arguments);

  /// In the order of the file; a source that is compiled twice is there twice.
  const std::vector<Unit> &units() const { return Units; }
  /// The units of \p Files, each a source of the database or a folder; all if
  /// there is none. An error names the first that matches nothing.
  llvm::Expected<std::vector<Unit>>
  select(llvm::ArrayRef<std::string> Files) const;
  const std::string &path() const { return Path; }

private:
  std::string Path;
  std::vector<Unit> Units;
};

/// \p Path, absolute and without . and .., links kept.
std::string absolutePath(llvm::StringRef Path, llvm::StringRef Base = "");
/// \p Path below \p Base as a relative one, or \p Path itself.
std::string relativeTo(llvm::StringRef Path, llvm::StringRef Base);
/// What fingerprints and SARIF count from: the top of the git work tree around
/// the working directory, or the working directory.
std::string projectRoot();

} // namespace fdtidy

#endif // FDTIDY_TOOL_DATABASE_H
