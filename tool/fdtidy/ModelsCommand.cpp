//===- ModelsCommand.cpp - fdtidy models ----------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "FlagSet.h"
#include "KnowledgeCommands.h"
#include "engine/SharedOptions.h"
#include "model/Printer.h"
#include "model/Spelling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace fdtidy {

llvm::Expected<ExitCode> runModels(llvm::ArrayRef<const char *> Args) {
  FlagSet Flags("models [OPTIONS] [NAME...]",
                "Prints what the table says of each NAME, a function or "
                "Class::method; without one,\nthe names that it has. Exit code "
                "1: it does not know one of them.");
  engine::SharedOptions Options;
  Flags.value(
      "--models", "FILE",
      [&](StringRef File) {
        Options.Models += (Options.Models.empty() ? "" : ";") + File.str();
        return llvm::Error::success();
      },
      "a table of your own, over the built-in one; may be repeated");
  llvm::Expected<bool> Go = Flags.parse(Args);
  if (!Go)
    return Go.takeError();
  if (!*Go)
    return ExitCode::Clean;
  llvm::Expected<model::Table> Table = engine::loadModels(Options);
  if (!Table)
    return Table.takeError();
  std::vector<const model::FunctionModel *> All = Table->functions();
  if (Flags.Positional.empty()) {
    std::vector<std::string> Names;
    for (const model::FunctionModel *F : All)
      Names.push_back(F->Name);
    llvm::sort(Names);
    Names.erase(std::unique(Names.begin(), Names.end()), Names.end());
    for (const std::string &Name : Names)
      llvm::outs() << Name << '\n';
    return ExitCode::Clean;
  }
  ExitCode Code = ExitCode::Clean;
  for (const std::string &Name : Flags.Positional) {
    bool Found = false;
    for (const model::FunctionModel *F : All)
      if (F->Name == Name) {
        Found = true;
        model::print(llvm::outs(), *F);
      }
    if (!Found) {
      llvm::outs().flush();
      std::vector<StringRef> Known;
      for (const model::FunctionModel *F : All)
        Known.push_back(F->Name);
      llvm::errs() << "fdtidy: the table does not know '" << Name << "'"
                   << model::suggestion(
                          Name, Known,
                          ": handles that go there are out of sight, unless "
                          "its body is in view")
                   << '\n';
      Code = ExitCode::Findings;
    }
  }
  return Code;
}

} // namespace fdtidy
