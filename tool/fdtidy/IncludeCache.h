//===- IncludeCache.h - Who includes what, by the last scan -----*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines IncludeCache: for every unit the files that it included when it was last
// scanned, in the user's cache folder, one file for a compile database:
//
//   {"version": 1, "files": ["/a.c", "/a.h"],
//    "units": {"<key>": [0, "<stamp>", 1, "<stamp>"]}}
//
// A file is included because of what comes before it. So an entry holds while its
// files are as they were; and where the only ones that have changed are among those
// that are asked about, the first of them is included still.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_INCLUDECACHE_H
#define FDTIDY_TOOL_INCLUDECACHE_H

#include "Database.h"
#include "TidyConfig.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace fdtidy {

class IncludeCache {
public:
  using Warning = llvm::function_ref<void(const llvm::Twine &)>;

  /// That of the database \p Path. A damaged one is as good as none, and \p Warn
  /// is told; without a cache folder nothing is kept.
  static IncludeCache load(llvm::StringRef Path, Warning Warn);

  /// Those of \p Files that \p U includes, or did where one of them has changed;
  /// nothing if what is known cannot tell whether there are any.
  std::optional<std::vector<std::string>>
  included(const Unit &U, const Settings &Wanted,
           const std::set<std::string> &Files);
  /// What a scan that has just ended found.
  void learn(const Unit &U, const Settings &Wanted,
             const std::vector<std::string> &Files);
  /// Keeps what this run had to do with, if it has learned anything.
  void save(Warning Warn) const;

private:
  /// A file with its size and time; a missing one has none.
  using Seen = std::pair<std::string, std::string>;

  bool read(llvm::StringRef Text);
  const std::string &stamp(const std::string &File);

  std::string File; ///< of the cache; empty: there is none
  std::map<std::string, std::vector<Seen>> Units; ///< by key
  std::set<std::string> Used; ///< keys that this run had to do with
  std::map<std::string, std::string> Stamps;      ///< of now, by file
  bool Learned = false;
};

} // namespace fdtidy

#endif // FDTIDY_TOOL_INCLUDECACHE_H
