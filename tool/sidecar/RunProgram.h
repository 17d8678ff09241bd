//===- RunProgram.h - run -- CMD --------------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the supervision of a single program as a minimal init: it inherits
// stdin, stdout and stderr, gets our signals, and its code is ours.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_RUNPROGRAM_H
#define SIDECAR_RUNPROGRAM_H

#include "CommandLine.h"

namespace sidecar {

/// Returns the exit code: CMD's, 128+S if signal S ended it; ours are 71, 126
/// and 127.
int runProgram(const RunProgram &How);

} // namespace sidecar

#endif
