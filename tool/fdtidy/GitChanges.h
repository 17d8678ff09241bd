//===- GitChanges.h - What differs from a revision --------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines GitChanges: the files of the work tree that differ from a revision, and
// how they were.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_GITCHANGES_H
#define FDTIDY_TOOL_GITCHANGES_H

#include "llvm/Support/Error.h"
#include <map>
#include <string>
#include <vector>

namespace fdtidy {

struct GitChanges {
  std::vector<std::string> Files; ///< absolute, as they are called now
  /// Contents at the revision, by absolute path. What was renamed is there under
  /// both names, so that it is compared with itself. A new file is empty: all
  /// that is found in it is new.
  std::map<std::string, std::string> Before;

  /// \p Revision may be HEAD of a repository without commits: then all that is
  /// in the index is new.
  static llvm::Expected<GitChanges> since(llvm::StringRef Revision);
};

/// By its ending, a C or C++ source or header; the latter alone.
bool isSource(llvm::StringRef File);
bool isHeader(llvm::StringRef File);

} // namespace fdtidy

#endif // FDTIDY_TOOL_GITCHANGES_H
