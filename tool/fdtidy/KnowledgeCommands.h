//===- KnowledgeCommands.h - fdtidy explain, models, selftest ---*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the subcommands that tell what this copy of fdtidy knows, and prove it.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_KNOWLEDGECOMMANDS_H
#define FDTIDY_TOOL_KNOWLEDGECOMMANDS_H

#include "CommandLine.h"

namespace fdtidy {

/// A check's page, or the list of checks.
llvm::Expected<ExitCode> runExplain(llvm::ArrayRef<const char *> Args);
/// The entries of the model table for names, or the names.
llvm::Expected<ExitCode> runModels(llvm::ArrayRef<const char *> Args);
/// Analyses the example of every page: what it flags must be found, what is
/// right must be silent. Clean only if all are so.
llvm::Expected<ExitCode> runSelftest(llvm::ArrayRef<const char *> Args);

} // namespace fdtidy

#endif // FDTIDY_TOOL_KNOWLEDGECOMMANDS_H
