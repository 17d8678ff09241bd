//===- Listener.h - A unix socket that hears clients ------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Listener, a bound unix stream socket with its name, 0600 from birth,
// and the client's side, a connection to one.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_LISTENER_H
#define SIDECAR_LISTENER_H

#include "BoundPath.h"
#include "Clock.h"

namespace sidecar {

struct Listener {
  std::unique_ptr<BoundPath> Name;
  OwnedFd Socket; // non-blocking

  /// Replaces a stale socket; one that somebody listens on is an error.
  static Result<Listener> open(const std::string &Path);
};

/// A connection to \p Path, blocking; each call on it, connecting included, for
/// \p Limit at most, where one is given.
Result<OwnedFd> connectTo(const std::string &Path,
                          std::optional<Duration> Limit);

} // namespace sidecar

#endif
