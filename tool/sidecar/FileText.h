//===- FileText.h - The text of a file --------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the reading of a whole file that somebody wrote by hand.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_FILETEXT_H
#define SIDECAR_FILETEXT_H

#include "Result.h"

namespace sidecar {

/// The contents of \p Path; EFBIG beyond 4 MiB, which nobody wrote by hand, and
/// which /dev/zero has for ever. The error names no call: it is for users.
Result<std::string> readFile(const std::string &Path);

/// What to do about \p Number, errno of readFile(), as "; do this", or nothing.
std::string readingRemedy(int Number);

} // namespace sidecar

#endif
