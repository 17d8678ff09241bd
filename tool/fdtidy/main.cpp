//===- main.cpp - The driver ----------------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AnalyzeCommand.h"
#include "CommandLine.h"
#include "LowerCommand.h"
#include "llvm/Support/raw_ostream.h"

using namespace fdtidy;

static constexpr llvm::StringRef Help = R"(usage: fdtidy SUBCOMMAND [OPTIONS] FILES... [-- COMPILER ARGUMENTS]

  lower      print the handle IR of each file
  analyze    report the descriptor bugs of each file
  help       print this

  -p DIR                the build directory, with compile_commands.json
  --models=FILE         library functions of your own, before the built-in ones
  --dump=facts          analyze prints the facts instead of the findings
  --dump-function=NAME  print this function only
  --strict              the opt-in checks too
  --everything          lower every function, not only those that can matter
  --no-exceptions       no call unwinds
  --stats               counts and time, on stderr
  --explain-gaps        what could not be followed, on stderr
)";

int main(int Argc, const char **Argv) {
  auto Fail = [](llvm::Error E) {
    llvm::errs() << "fdtidy: " << llvm::toString(std::move(E)) << '\n';
    return int(ExitCode::Usage);
  };
  llvm::Expected<CommandLine> C =
      CommandLine::parse(llvm::ArrayRef(Argv, size_t(Argc)).drop_front());
  if (!C)
    return Fail(C.takeError());
  switch (C->What) {
  case Subcommand::Help:
    llvm::outs() << Help;
    return int(ExitCode::Clean);
  case Subcommand::Lower:
  case Subcommand::Analyze:
    if (llvm::Expected<ExitCode> Code =
            C->What == Subcommand::Lower ? runLower(*C) : runAnalyze(*C))
      return int(*Code);
    else
      return Fail(Code.takeError());
  }
  return int(ExitCode::Usage);
}
