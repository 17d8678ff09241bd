//===- LowerCommand.h - fdtidy lower ----------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines runLower: prints the handle IR of each file.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_LOWERCOMMAND_H
#define FDTIDY_TOOL_LOWERCOMMAND_H

#include "CommandLine.h"

namespace fdtidy {

llvm::Expected<ExitCode> runLower(const CommandLine &C);

} // namespace fdtidy

#endif // FDTIDY_TOOL_LOWERCOMMAND_H
