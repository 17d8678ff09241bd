//===- ResultCache.h - What came of a unit, by what it read -----*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines ResultCache: for every unit its last few reports, each with a hash of every
// file that was read for it. A commit that is tried again does not pay for HEAD
// again, and what passes as a change is HEAD's report for the next one. In the
// user's cache folder, a file for each unit:
//
//   {"version": 1, "results": [{"read": ["/a.c", "<hash>"], "report": {...}}]}
//
// An entry holds while those files are the same. That another file would be read
// now, because it is new and comes first on an include path, is not noticed.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_RESULTCACHE_H
#define FDTIDY_TOOL_RESULTCACHE_H

#include "UnitAnalysis.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <optional>
#include <set>

namespace fdtidy {

class ResultCache {
public:
  using Warning = std::function<void(const llvm::Twine &)>;

  /// For units of the database \p Path, reported as from \p Root. Without a path
  /// or a cache folder nothing is kept.
  ResultCache(llvm::StringRef Path, std::string Root, Warning Warn);

  /// The report of \p U with \p Changed over the files on disk, if it is known.
  std::optional<report::UnitReport> find(const Unit &U, const Settings &Wanted,
                                         const Overlay &Changed);
  /// Keeps \p R, which has just been found and says what was read.
  void learn(const Unit &U, const Settings &Wanted, const Overlay &Changed,
             report::UnitReport R);

private:
  struct Entry {
    std::vector<std::pair<std::string, std::string>> Read; ///< and its hash
    report::UnitReport Report;
  };

  std::string fileOf(const Unit &U, const Settings &Wanted);
  std::vector<Entry> load(const std::string &File);
  std::string contentOf(const std::string &File, const Overlay &Changed);

  std::string Folder; ///< empty: nothing is kept
  std::string Root;
  Warning Warn;
  std::map<std::string, std::string> OnDisk; ///< hash, by file
  bool Failed = false; ///< to write; said once
};

} // namespace fdtidy

#endif // FDTIDY_TOOL_RESULTCACHE_H
