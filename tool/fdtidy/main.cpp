//===- main.cpp - The driver ----------------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AnalyzeCommand.h"
#include "CheckCommand.h"
#include "KnowledgeCommands.h"
#include "LowerCommand.h"
#include "Version.h"
#include "llvm/Support/raw_ostream.h"

using namespace fdtidy;

static constexpr llvm::StringRef Help = R"(usage: fdtidy SUBCOMMAND [OPTIONS] ...; 'fdtidy SUBCOMMAND --help' tells more

  check      report the descriptor bugs of a program, by its compile database
  baseline   record what is there, so that 'check' tells only what is new
  explain    what a check means, by example
  models     what the table says of a library function
  selftest   prove that this copy finds what it should

  lower      print the handle IR of each file
  analyze    run the engine over each file, to look into it
  help       print this
  --version  print the version

lower and analyze take FILES... [-- COMPILER ARGUMENTS] and

  -p DIR                the build directory, with compile_commands.json
  --models=FILE         library functions of your own, before the built-in ones
  --dump=facts          analyze prints the handle IR instead of the findings
  --dump=disjuncts      analyze prints what is known of each handle, block by block
  --dump-function=NAME  print this function only
  --strict              the opt-in checks too
  --everything          lower every function, not only those that can matter
  --no-exceptions       no call unwinds
  --stats               counts and time, on stderr
  --explain-gaps        what could not be followed, on stderr
)";

static llvm::Expected<ExitCode> run(llvm::ArrayRef<const char *> Args) {
  if (Args.size() > 1 && llvm::StringRef(Args[0]) == "help")
    return run({Args[1], "--help"});
  const llvm::StringRef Name = Args.empty() ? "" : Args[0];
  if (Name == "check")
    return runCheck(Args.drop_front());
  if (Name == "baseline")
    return runBaseline(Args.drop_front());
  if (Name == "explain")
    return runExplain(Args.drop_front());
  if (Name == "models")
    return runModels(Args.drop_front());
  if (Name == "selftest")
    return runSelftest(Args.drop_front());
  if (Name == "--version") {
    llvm::outs() << "fdtidy " << FDTIDY_VERSION << ", LLVM " << FDTIDY_LLVM_FULL
                 << '\n';
    return ExitCode::Clean;
  }
  llvm::Expected<CommandLine> C = CommandLine::parse(Args);
  if (!C)
    return C.takeError();
  switch (C->What) {
  case Subcommand::Help:
    llvm::outs() << Help;
    return ExitCode::Clean;
  case Subcommand::Lower:
    return runLower(*C);
  case Subcommand::Analyze:
    return runAnalyze(*C);
  }
  llvm_unreachable("every subcommand is above");
}

int main(int Argc, const char **Argv) {
  llvm::Expected<ExitCode> Code =
      run(llvm::ArrayRef(Argv, size_t(Argc)).drop_front());
  if (Code)
    return int(*Code);
  llvm::errs() << "fdtidy: " << llvm::toString(Code.takeError()) << '\n';
  return int(ExitCode::Usage);
}
