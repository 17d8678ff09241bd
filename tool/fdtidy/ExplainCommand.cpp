//===- ExplainCommand.cpp - fdtidy explain --------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "FlagSet.h"
#include "KnowledgeCommands.h"
#include "Pages.h"
#include "model/Spelling.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace fdtidy {

llvm::Expected<ExitCode> runExplain(llvm::ArrayRef<const char *> Args) {
  FlagSet Flags("explain [CHECK...]",
                "Prints the page of each CHECK; without one, lists the checks.");
  llvm::Expected<bool> Go = Flags.parse(Args);
  if (!Go)
    return Go.takeError();
  if (!*Go)
    return ExitCode::Clean;
  for (const std::string &Check : Flags.Positional) {
    llvm::StringRef Page = pageOf(Check);
    if (Page.empty()) {
      static constexpr llvm::StringRef Known[] = {
#define FD_CHECK(Enum, Name, Default, CWE, Summary) Name,
#include "solve/Checks.def"
      };
      return llvm::createStringError(
          "there is no check '" + Check + "'" +
          model::suggestion(Check, Known, "; 'fdtidy explain' lists them"));
    }
    llvm::outs() << Page;
  }
  if (Flags.Positional.empty()) {
#define FD_CHECK(Enum, Name, Default, CWE, Summary)                            \
  llvm::outs() << llvm::left_justify(Name, 27)                                 \
               << llvm::left_justify(                                          \
                      llvm::StringRef(#Default) == "On" ? "on" : "opt-in", 8)  \
               << llvm::left_justify("CWE-" #CWE, 9) << Summary << '\n';
#include "solve/Checks.def"
  }
  return ExitCode::Clean;
}

} // namespace fdtidy
