//===- CacheFolder.cpp - Where what is found is kept ----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "CacheFolder.h"
#include "Version.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"

using llvm::StringRef;

namespace fdtidy {

std::string hashed(StringRef Text) {
  return llvm::utohexstr(llvm::xxh3_64bits(Text), /*LowerCase=*/true,
                         /*Width=*/16);
}

std::string cachePath(StringRef Name) {
  llvm::SmallString<128> Path;
  if (!llvm::sys::path::cache_directory(Path))
    return "";
  llvm::sys::path::append(Path, "fdtidy", Name);
  return Path.str().str();
}

std::string compilationOf(const Unit &U, const Settings &Wanted) {
  std::string Text = std::string(FDTIDY_LLVM_FULL) + '\0' + U.File + '\0' +
                     U.Command.Directory + '\0';
  for (const auto *Arguments :
       {&Wanted.ArgumentsBefore, &U.Command.CommandLine, &Wanted.ArgumentsAfter})
    for (const std::string &A : *Arguments)
      Text += A + '\0';
  return Text;
}

std::error_code writeWhole(const std::string &File, const llvm::json::Value &V) {
  if (std::error_code EC = llvm::sys::fs::create_directories(
          llvm::sys::path::parent_path(File)))
    return EC;
  llvm::Error E = llvm::writeToOutput(File, [&](llvm::raw_ostream &OS) {
    OS << V;
    return llvm::Error::success();
  });
  return E ? llvm::errorToErrorCode(std::move(E)) : std::error_code();
}

} // namespace fdtidy
