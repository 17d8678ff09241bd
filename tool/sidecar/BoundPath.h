//===- BoundPath.h - The name of a socket -----------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines BoundPath, a name in the file system that goes with its owner, and the
// binding of a unix socket to one.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_BOUNDPATH_H
#define SIDECAR_BOUNDPATH_H

#include "OwnedFd.h"
#include "Result.h"
#include <memory>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>

namespace sidecar {

class BoundPath {
public:
  explicit BoundPath(std::string Path) : Path(std::move(Path)) {}
  BoundPath(const BoundPath &) = delete;
  BoundPath &operator=(const BoundPath &) = delete;
  ~BoundPath() { ::unlink(Path.c_str()); }

  const std::string Path;
};

/// The address of a unix socket at \p Path, unless that is too long.
Result<sockaddr_un> unixAddress(const std::string &Path);

/// Binds the unix socket \p Socket to \p Path, which is not there. The name has
/// the mode 0600 from its birth.
Result<std::unique_ptr<BoundPath>> bindTo(const std::string &Path,
                                          BorrowedFd Socket);

} // namespace sidecar

#endif
