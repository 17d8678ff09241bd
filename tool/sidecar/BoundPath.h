//===- BoundPath.h - The name of a socket -----------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines BoundPath, a name in the file system that goes with its owner.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_BOUNDPATH_H
#define SIDECAR_BOUNDPATH_H

#include <string>
#include <unistd.h>

namespace sidecar {

class BoundPath {
public:
  explicit BoundPath(std::string Path) : Path(std::move(Path)) {}
  BoundPath(const BoundPath &) = delete;
  BoundPath &operator=(const BoundPath &) = delete;
  ~BoundPath() { ::unlink(Path.c_str()); }

  const std::string Path;
};

} // namespace sidecar

#endif
