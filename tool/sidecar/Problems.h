//===- Problems.h - What is wrong before the first spawn --------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Problems: messages, and whether the operating system is to blame for
// one of them. A configuration that cannot be read for want of descriptors may
// be right: that is exit code 71, and no 78.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_PROBLEMS_H
#define SIDECAR_PROBLEMS_H

#include "Outcome.h"
#include <cerrno>
#include <string>
#include <utility>
#include <vector>

namespace sidecar {

/// Whether \p Number says that there is not enough of something now.
inline bool isScarcity(int Number) {
  return Number == EMFILE || Number == ENFILE || Number == ENOMEM ||
         Number == EAGAIN || Number == ENOBUFS;
}

/// Whether \p Number says that the system has not enough of something, or does
/// not work; not that what was asked for is wrong.
inline bool isOsFailure(int Number) {
  return isScarcity(Number) || Number == ENOSPC || Number == EDQUOT ||
         Number == EIO || Number == EINTR;
}

struct Problems {
  std::vector<std::string> Texts;
  bool OsFailure = false;

  bool empty() const { return Texts.empty(); }
  /// \p Number is the errno behind it, or 0.
  void add(std::string Text, int Number = 0) {
    Texts.push_back(std::move(Text));
    OsFailure = OsFailure || isOsFailure(Number);
  }
  int exitCode() const { return OsFailure ? ExitOsError : ExitConfiguration; }
};

} // namespace sidecar

#endif
