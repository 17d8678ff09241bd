//===- LibcHeaders.h - Which headers are libc's -----------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_LIBCHEADERS_H
#define FDTIDY_LOWER_LIBCHEADERS_H

#include "llvm/ADT/StringRef.h"

namespace fdtidy::lower {

/// Whether the header at \p Path belongs to the C library or the kernel, whose
/// functions keep no handle that no model says they keep. What else is installed
/// among the system's headers, an event loop's say, may well keep one.
bool isLibcHeader(llvm::StringRef Path);

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_LIBCHEADERS_H
