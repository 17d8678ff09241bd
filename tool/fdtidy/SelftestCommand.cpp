//===- SelftestCommand.cpp - fdtidy selftest ------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "FlagSet.h"
#include "KnowledgeCommands.h"
#include "Pages.h"
#include "UnitAnalysis.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace fdtidy {

/// What the examples leave out for the sake of their columns.
static constexpr StringRef Prelude = R"(#include <cerrno>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <fdtidy/annotations.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
)";

/// \returns why \p Code does not draw \p Expected, a check or nothing, and no
/// more from the checks that are on and \p Also; empty if it does.
static std::string judge(const std::string &Code, solve::CheckKind Also,
                         StringRef Expected, const model::Table &Models) {
  if (Code.empty())
    return "there is no example";
  const std::string File = "/fdtidy-selftest.cpp"; // only in memory
  Unit U{File, clang::tooling::CompileCommand(
                   "/", File, {"clang++", "-std=c++20", "-I/", File}, "")};
  Settings Wanted; // no .clang-tidy has a say
#define FD_CHECK(Enum, Name, Default, CWE, Summary)                            \
  if (solve::CheckKind::Enum == Also || StringRef(#Default) == "On")           \
    Wanted.Checks.insert(solve::CheckKind::Enum);
#include "solve/Checks.def"
  engine::ask(Wanted.Shared.Engine.Solve,
              [&](solve::CheckKind Check) { return Check == Also; });
  report::UnitReport R =
      analyzeUnit(U, Wanted, Models, "/",
                  {{File, Prelude.str() + Code},
                   {"/fdtidy/annotations.h", annotationsHeader().str()}},
                  /*TellRead=*/false);
  if (!R.NotAnalysed.empty())
    return R.NotAnalysed;
  if (R.Findings.empty())
    return Expected.empty() ? "" : "found nothing";
  if (R.Findings.size() == 1 && R.Findings[0].Check == Expected)
    return "";
  std::string Result = "found";
  for (const report::Finding &F : R.Findings)
    Result += " " + F.Check;
  return Result;
}

llvm::Expected<ExitCode> runSelftest(llvm::ArrayRef<const char *> Args) {
  FlagSet Flags("selftest",
                "Analyses the examples of 'fdtidy explain' on this machine: "
                "each defect must be\nfound, and its mended twin be silent. "
                "Exit code: 0 all are, 3 some are not.");
  llvm::Expected<bool> Go = Flags.parse(Args);
  if (!Go)
    return Go.takeError();
  if (!*Go)
    return ExitCode::Clean;
  if (!Flags.Positional.empty())
    return llvm::createStringError("'selftest' takes no argument");
  const model::Table Models = model::Table::builtin();
  unsigned Tried = 0, Failed = 0;
  auto Tell = [&](StringRef Check, StringRef What, const std::string &Why) {
    ++Tried;
    if (Why.empty())
      return;
    ++Failed;
    llvm::errs() << "fdtidy: selftest: " << Check << ": " << What << ": " << Why
                 << '\n';
  };
#define FD_CHECK(Enum, Name, Default, CWE, Summary)                            \
  {                                                                            \
    const solve::CheckKind Kind = solve::CheckKind::Enum;                      \
    Example E = exampleOf(pageOf(Name));                                       \
    Tell(Name, "what is wrong", judge(E.Flagged, Kind, Name, Models));         \
    Tell(Name, "what is right", judge(E.Right, Kind, "", Models));             \
  }
#include "solve/Checks.def"
  llvm::outs() << "selftest: " << Tried - Failed << " of " << Tried
               << " examples as they should be\n";
  return Failed ? ExitCode::NotAnalysed : ExitCode::Clean;
}

} // namespace fdtidy
