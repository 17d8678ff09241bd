//===- CheckCommand.cpp - fdtidy check and baseline -----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "CheckCommand.h"
#include "CheckRun.h"
#include "GitChanges.h"
#include "report/Baseline.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include <limits>
#include <optional>
#include <set>

using llvm::StringRef;

namespace fdtidy {

static std::string counted(unsigned N, StringRef What) {
  return (llvm::Twine(N) + " " + What + (N == 1 ? "" : "s")).str();
}

/// What was seen, and what was not: on stderr, the report is elsewhere.
static void summarize(const report::Report &R) {
  llvm::raw_ostream &OS = llvm::errs();
  for (const std::string &W : R.Warnings)
    OS << "fdtidy: " << relativeTo(W, R.Here) << '\n';
  for (const report::UnitReport &U : R.NotAnalysed)
    OS << "fdtidy: " << R.shown(U.File) << ": not analysed: " << U.NotAnalysed
       << '\n';
  OS << "fdtidy: " << counted(R.Units, "translation unit") << ", "
     << counted(R.Functions, "function") << ", "
     << counted(R.Acquisitions, "acquisition") << ": "
     << counted(unsigned(R.Findings.size()), "finding");
  if (R.Known)
    OS << ", " << R.Known << " known before";
  if (R.PastBudget)
    OS << "; " << counted(R.PastBudget, "function") << " past the budget";
  if (!R.NotAnalysed.empty())
    OS << "; " << counted(unsigned(R.NotAnalysed.size()), "translation unit")
       << " not analysed";
  OS << '\n';
}

static llvm::Error writeTo(const std::string &Path,
                           llvm::function_ref<void(llvm::raw_ostream &)> Write) {
  if (Path.empty() || Path == "-") {
    Write(llvm::outs());
    llvm::outs().flush();
    return llvm::Error::success();
  }
  std::error_code EC;
  llvm::raw_fd_ostream OS(Path, EC);
  if (!EC) {
    Write(OS);
    OS.close();
    EC = OS.error();
    OS.clear_error();
  }
  if (EC)
    return llvm::createStringError(Path + ": " + EC.message());
  return llvm::Error::success();
}

static ExitCode codeOf(const report::Report &R) {
  if (!R.NotAnalysed.empty())
    return ExitCode::NotAnalysed;
  return R.Findings.empty() ? ExitCode::Clean : ExitCode::Findings;
}

/// Narrows \p Run to what has changed in \p Range. \returns the changes, or
/// nothing if no unit has to do with them.
static llvm::Expected<std::optional<GitChanges>>
narrow(CheckRun &Run, const FlagSet &Flags, const std::string &Range,
       unsigned Most) {
  llvm::Expected<GitChanges> Changes = GitChanges::in(Range);
  if (!Changes)
    return Changes.takeError();
  std::vector<std::string> Files;
  for (const std::string &File : Changes->Files) {
    const bool Asked =
        Flags.Positional.empty() ||
        llvm::any_of(Flags.Positional, [&](const std::string &Given) {
          return absolutePath(Given) == File;
        });
    if (Asked && isSource(File) &&
        (llvm::sys::fs::exists(File) || Changes->After.count(File)))
      Files.push_back(File);
  }
  if (Files.empty())
    return std::nullopt;
  llvm::Expected<std::vector<Unit>> Units =
      Run.including(Files, Changes->After);
  if (!Units)
    return Units.takeError();
  for (const std::string &File : Files)
    if (!isHeader(File) && !Run.isIncluded(File) &&
        llvm::none_of(*Units, [&](const Unit &U) { return U.File == File; }))
      return llvm::createStringError(
          relativeTo(File, absolutePath(".")) + ": not in " +
          Run.database().path() + "; configure the build again");
  if (Units->size() > Most) {
    llvm::errs() << "fdtidy: left to CI, for more than " << Most
                 << " translation unit" << (Most == 1 ? "" : "s")
                 << " have to do with the change:";
    for (size_t I = Most; I < Units->size(); ++I)
      llvm::errs() << ' ' << relativeTo((*Units)[I].File, absolutePath("."));
    llvm::errs() << '\n';
    Units->resize(Most);
  }
  Run.units() = std::move(*Units);
  return std::move(*Changes);
}

llvm::Expected<ExitCode> runCheck(llvm::ArrayRef<const char *> Args) {
  FlagSet Flags(
      "check [OPTIONS] [FILES...] [-- COMPILER ARGUMENTS]",
      "Reports the descriptor bugs of FILES, sources or folders, or of all that is\n"
      "in the compile database. Exit code: 0 clean, 1 findings, 2 usage or\n"
      "configuration, 3 some translation units were not analysed; they are named.");
  std::string Format = "text", Output, Baseline, Since, Most;
  CheckRun Run(Flags);
  Flags.value("--format", "FORMAT", Format, report::formatNames());
  Flags.value("--output", "FILE", Output, "write the report there");
  Flags.value("--baseline", "FILE", Baseline,
              "leave out what 'fdtidy baseline' wrote");
  Flags.value("--diff", "RANGE", Since,
              "only what git has changed since a revision, or in A..B or A...B, "
              "and only findings that are new by it");
  Flags.value("--most-units", "N", Most,
              "with --diff: analyse no more, and name the rest; else all");
  llvm::Expected<bool> Go = Flags.parse(Args);
  if (!Go)
    return Go.takeError();
  if (!*Go)
    return ExitCode::Clean;
  report::Writer Write = report::writerOf(Format);
  if (!Write)
    return llvm::createStringError(
        "'--format' is " + report::formatNames() + ", not '" + Format + "'");
  unsigned Limit = std::numeric_limits<unsigned>::max();
  if (!Most.empty() && (StringRef(Most).getAsInteger(10, Limit) || Limit == 0))
    return llvm::createStringError(
        "'--most-units' is a number from 1 on, not '" + Most + "'");
  if (!Most.empty() && Since.empty())
    return llvm::createStringError(
        "'--most-units' limits '--diff', which is not given");
  std::set<std::string> Known;
  if (!Baseline.empty()) {
    llvm::Expected<std::set<std::string>> Read = report::readBaseline(Baseline);
    if (!Read)
      return Read.takeError();
    Known = std::move(*Read);
  }

  std::optional<GitChanges> Changes;
  if (!Since.empty()) {
    llvm::Expected<std::optional<GitChanges>> Found =
        narrow(Run, Flags, Since, Limit);
    if (!Found)
      return Found.takeError();
    if (!*Found) {
      llvm::errs() << "fdtidy: no source that is left has changed "
                   << (StringRef(Since).contains("..") ? "in " : "since ")
                   << Since << '\n';
      return ExitCode::Clean;
    }
    Changes = std::move(*Found);
    if (Run.units().empty()) {
      llvm::errs() << "fdtidy: no translation unit includes what has changed\n";
      return ExitCode::Clean;
    }
  } else if (llvm::Error E = Run.prepare()) {
    return std::move(E);
  }
  // A change is looked at again until it is right, and then as what was before.
  std::optional<ResultCache> Kept;
  if (Changes)
    Kept.emplace(Run.database().path(), Run.root(), [](const llvm::Twine &What) {
      llvm::errs() << "fdtidy: " << What << '\n';
    });
  llvm::Expected<report::Report> R =
      Run.run(Changes ? Changes->After : Overlay(), Kept ? &*Kept : nullptr);
  if (!R)
    return R.takeError();
  if (Changes && !R->Findings.empty()) {
    llvm::Expected<report::Report> Old = Run.run(Changes->Before, &*Kept);
    if (!Old)
      return Old.takeError();
    for (const report::Finding &F : Old->Findings)
      Known.insert(F.Fingerprint);
  }
  R->leaveOut(Known);
  if (llvm::Error E = writeTo(
          Output, [&](llvm::raw_ostream &OS) { Write(OS, *R); }))
    return std::move(E);
  summarize(*R);
  return codeOf(*R);
}

llvm::Expected<ExitCode> runBaseline(llvm::ArrayRef<const char *> Args) {
  FlagSet Flags("baseline [OPTIONS] [FILES...] [-- COMPILER ARGUMENTS]",
                "Records what 'check' finds, so that 'check --baseline' tells "
                "only what is new.\nExit code: 0 written, 2 usage or "
                "configuration, 3 some translation units were\nnot analysed, and "
                "nothing is written.");
  std::string Output = ".fdtidy-baseline.json";
  CheckRun Run(Flags);
  Flags.value("--output", "FILE", Output, "instead of .fdtidy-baseline.json");
  llvm::Expected<bool> Go = Flags.parse(Args);
  if (!Go)
    return Go.takeError();
  if (!*Go)
    return ExitCode::Clean;
  if (llvm::Error E = Run.prepare())
    return std::move(E);
  llvm::Expected<report::Report> R = Run.run();
  if (!R)
    return R.takeError();
  summarize(*R);
  if (!R->NotAnalysed.empty())
    return ExitCode::NotAnalysed;
  if (llvm::Error E = writeTo(Output, [&](llvm::raw_ostream &OS) {
        report::writeBaseline(OS, *R);
      }))
    return std::move(E);
  return ExitCode::Clean;
}

} // namespace fdtidy
