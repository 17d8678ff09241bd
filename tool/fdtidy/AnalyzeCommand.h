//===- AnalyzeCommand.h - fdtidy analyze ------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines runAnalyze: reports the findings of each file, as Clang writes
// diagnostics. What the plugin says within clang-tidy, it says in the same words.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_ANALYZECOMMAND_H
#define FDTIDY_TOOL_ANALYZECOMMAND_H

#include "CommandLine.h"

namespace fdtidy {

llvm::Expected<ExitCode> runAnalyze(const CommandLine &C);

} // namespace fdtidy

#endif // FDTIDY_TOOL_ANALYZECOMMAND_H
