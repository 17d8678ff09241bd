//===- Ctl.h - The client of the control socket -----------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines what `ctl` and `health` do.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_CTL_H
#define SIDECAR_CTL_H

#include "CommandLine.h"

namespace sidecar {

/// Asks, and prints the answer. Returns 0 when done, 1 when refused or failed,
/// 69 without a sidecar; of `health`, 0 or 1 only.
int runCtl(const CtlRequest &How);

} // namespace sidecar

#endif
