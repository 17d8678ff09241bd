//===- CommandLine.h - What the user asked for ------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines CommandLine and its parser, and the exit codes of every subcommand.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_COMMANDLINE_H
#define FDTIDY_TOOL_COMMANDLINE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace fdtidy {

enum class ExitCode : int {
  Clean = 0,
  Findings = 1,
  Usage = 2,       ///< usage or configuration
  NotAnalysed = 3, ///< some translation units, with their names
};

enum class Subcommand { Lower, Analyze, Help };

/// What `analyze` prints.
enum class DumpKind { Findings, Facts, Disjuncts };

/// `fdtidy SUBCOMMAND [OPTIONS] FILES… [-- COMPILER ARGUMENTS]`
struct CommandLine {
  Subcommand What = Subcommand::Help;
  std::vector<std::string> Files;
  std::vector<std::string> CompilerArguments; ///< after `--`
  bool HasCompilerArguments = false;
  std::string BuildPath;              ///< -p
  std::vector<std::string> Models;    ///< --models=
  DumpKind Dump = DumpKind::Findings; ///< --dump=
  std::string DumpFunction;           ///< --dump-function=
  bool Everything = false;            ///< --everything
  bool Stats = false;                 ///< --stats
  bool ExplainGaps = false;           ///< --explain-gaps
  bool Exceptions = true;             ///< --no-exceptions
  bool Strict = false;                ///< --strict

  static llvm::Expected<CommandLine> parse(llvm::ArrayRef<const char *> Args);
};

} // namespace fdtidy

#endif // FDTIDY_TOOL_COMMANDLINE_H
