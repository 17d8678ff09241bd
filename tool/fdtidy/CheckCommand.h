//===- CheckCommand.h - fdtidy check and baseline ---------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines runCheck and runBaseline: report, or record, the descriptor bugs of a
// program by its compile database.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_CHECKCOMMAND_H
#define FDTIDY_TOOL_CHECKCOMMAND_H

#include "CommandLine.h"

namespace fdtidy {

llvm::Expected<ExitCode> runCheck(llvm::ArrayRef<const char *> Args);
llvm::Expected<ExitCode> runBaseline(llvm::ArrayRef<const char *> Args);

} // namespace fdtidy

#endif // FDTIDY_TOOL_CHECKCOMMAND_H
