//===- GitChanges.h - What differs from a revision --------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines GitChanges: the files that differ between a revision and the work tree, or
// another revision, and their contents there.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_GITCHANGES_H
#define FDTIDY_TOOL_GITCHANGES_H

#include "llvm/Support/Error.h"
#include <map>
#include <string>
#include <vector>

namespace fdtidy {

struct GitChanges {
  /// By absolute path, where it is not what is on disk.
  using Contents = std::map<std::string, std::string>;

  std::vector<std::string> Files; ///< absolute, as they are called now
  /// At the first revision. What was renamed is there under both names, so that it
  /// is compared with itself. A new file is empty: all that is found in it is new.
  Contents Before;
  /// At the second revision; empty if that is the work tree, or as that is.
  Contents After;

  /// \p Range is one of
  ///
  ///   A      from A to the work tree
  ///   A..B   from A to B; HEAD where either is left out
  ///   A...B  from the commit where B left A, to B
  ///
  /// A may be HEAD of a repository without commits: then all that is in the index
  /// is new.
  static llvm::Expected<GitChanges> in(llvm::StringRef Range);
};

/// Whether a tracked source or header names one of \p Files, as who includes it
/// must; true if git cannot tell.
bool isNamedInSources(const std::vector<std::string> &Files);

/// By its ending, a C or C++ source or header; the latter alone.
bool isSource(llvm::StringRef File);
bool isHeader(llvm::StringRef File);

} // namespace fdtidy

#endif // FDTIDY_TOOL_GITCHANGES_H
