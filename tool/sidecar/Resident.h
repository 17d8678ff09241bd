//===- Resident.h - What of us stays in memory ------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the return of memory that only the set-up needed.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_RESIDENT_H
#define SIDECAR_RESIDENT_H

namespace sidecar {

/// Gives back free heap and our own code and constants. What is used again
/// comes back by itself, from the page cache; the parsers of the command line
/// and of the configuration, which are most of the program, do not.
void giveBackMemory();

} // namespace sidecar

#endif
