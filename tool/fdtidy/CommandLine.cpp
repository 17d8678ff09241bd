//===- CommandLine.cpp - What the user asked for --------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "CommandLine.h"

using llvm::StringRef;

namespace fdtidy {

static llvm::Error usage(const llvm::Twine &What) {
  return llvm::createStringError(What + "; see 'fdtidy help'");
}

static llvm::Error unknown(StringRef Name) {
  for (StringRef Known : {"check", "baseline", "explain", "models", "selftest",
                          "lower", "analyze", "help"})
    if (Name.edit_distance(Known) <= 2)
      return llvm::createStringError("unknown subcommand '" + Name +
                                     "'; did you mean '" + Known + "'?");
  return usage("unknown subcommand '" + Name + "'");
}

llvm::Expected<CommandLine>
CommandLine::parse(llvm::ArrayRef<const char *> Args) {
  CommandLine C;
  if (Args.empty())
    return usage("no subcommand");
  StringRef Name = Args[0];
  if (Name == "help" || Name == "--help" || Name == "-h")
    return C;
  if (Name == "lower")
    C.What = Subcommand::Lower;
  else if (Name == "analyze")
    C.What = Subcommand::Analyze;
  else
    return unknown(Name);
  for (size_t I = 1; I < Args.size(); ++I) {
    StringRef A = Args[I];
    if (A == "--") {
      C.HasCompilerArguments = true;
      for (++I; I < Args.size(); ++I)
        C.CompilerArguments.push_back(Args[I]);
      break;
    }
    if (A == "--help" || A == "-h") {
      C.What = Subcommand::Help;
      return C;
    }
    if (A == "-p") {
      if (++I == Args.size())
        return usage("'-p' needs a directory");
      C.BuildPath = Args[I];
    } else if (A.consume_front("-p=") || A.consume_front("--build=")) {
      C.BuildPath = A.str();
    } else if (A.consume_front("--models=")) {
      C.Models.push_back(A.str());
    } else if (A.consume_front("--dump-function=")) {
      C.DumpFunction = A.str();
    } else if (A == "--dump=facts") {
      C.Dump = DumpKind::Facts;
    } else if (A == "--dump=disjuncts") {
      C.Dump = DumpKind::Disjuncts;
    } else if (A == "--dump=findings") {
      C.Dump = DumpKind::Findings;
    } else if (A.consume_front("--dump=")) {
      return usage("'--dump' is 'facts', 'disjuncts' or 'findings', not '" + A + "'");
    } else if (A == "--strict") {
      C.Strict = true;
    } else if (A == "--everything") {
      C.Everything = true;
    } else if (A == "--stats") {
      C.Stats = true;
    } else if (A == "--explain-gaps") {
      C.ExplainGaps = true;
    } else if (A == "--no-exceptions") {
      C.Exceptions = false;
    } else if (A.starts_with("-") && A != "-") {
      return usage("unknown option '" + A + "'");
    } else {
      C.Files.push_back(A.str());
    }
  }
  if (C.Files.empty())
    return usage("no file given");
  return C;
}

} // namespace fdtidy
