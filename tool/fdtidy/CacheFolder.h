//===- CacheFolder.h - Where what is found is kept --------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines what the caches share: where they lie, how an entry is called, and how a
// file is written that another process may be reading.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_CACHEFOLDER_H
#define FDTIDY_TOOL_CACHEFOLDER_H

#include "Database.h"
#include "TidyConfig.h"
#include "llvm/Support/JSON.h"
#include <string>
#include <system_error>

namespace fdtidy {

/// 16 hex digits.
std::string hashed(llvm::StringRef Text);

/// \p Name below fdtidy's folder in the user's cache; empty if there is none.
std::string cachePath(llvm::StringRef Name);

/// How \p U is compiled, and by which Clang. Not for display.
std::string compilationOf(const Unit &U, const Settings &Wanted);

/// Writes \p File whole or not at all, with the folders that it lies in.
std::error_code writeWhole(const std::string &File, const llvm::json::Value &V);

} // namespace fdtidy

#endif // FDTIDY_TOOL_CACHEFOLDER_H
