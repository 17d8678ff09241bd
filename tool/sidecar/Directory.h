//===- Directory.h - An open folder -----------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Directory, which closes the stream of a folder.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_DIRECTORY_H
#define SIDECAR_DIRECTORY_H

#include <dirent.h>
#include <memory>

namespace sidecar {

struct CloseDirectory {
  void operator()(DIR *D) const { ::closedir(D); }
};
using Directory = std::unique_ptr<DIR, CloseDirectory>;

} // namespace sidecar

#endif
