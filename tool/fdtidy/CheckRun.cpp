//===- CheckRun.cpp - The units of a program, analysed --------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "CheckRun.h"
#include "GitChanges.h"
#include "IncludeCache.h"
#include "Scheduler.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <thread>
#include <unistd.h>

using llvm::StringRef;

namespace fdtidy {

CheckRun::CheckRun(FlagSet &Flags) : Flags(Flags) {
  auto Option = [&](StringRef Name, StringRef Shown, StringRef Of,
                    StringRef Help) {
    Flags.value(
        Name, Shown,
        [this, Of = Of.str()](StringRef Value) {
          std::string &Into = Options[Of];
          if (Of == "Models" && !Into.empty())
            Into += ";" + Value.str(); // of several tables all count
          else
            Into = Value.str();
          return llvm::Error::success();
        },
        Help);
  };
  Flags.value("-p", "DIR", BuildPath,
              "the folder of compile_commands.json; else it is looked for");
  Flags.value("-j", "N", Jobs, "analyse N units at a time; else one per CPU");
  Flags.value("--checks", "GLOBS", Checks,
              "after 'fd-*': '-fd-leak,fdstrict-*'");
  Option("--models", "FILE", "Models",
         "a table of library functions; may be repeated");
  Option("--confidence", "WORD", "Confidence", "definite or likely");
  Option("--unknown-callee", "WORD", "UnknownCallee",
         "escape, evidence or borrow");
  Option("--exceptions", "WORD", "Exceptions", "seen or ignored");
  Option("--check-main-exit", "BOOL", "CheckMainExit", "true or false");
  Flags.value(
      "--option", "NAME:VALUE",
      [this](StringRef Value) -> llvm::Error {
        auto [Name, Text] = Value.split(':');
        if (!Name.consume_front("fd.") || Name.size() + 3 == Value.size())
          return llvm::createStringError("expected fd.NAME:VALUE, not '" +
                                         Value + "'");
        if (std::string Why = engine::SharedOptions::misspelt(Name); !Why.empty())
          return llvm::createStringError(Why);
        Options[Name.str()] = Text.str();
        return llvm::Error::success();
      },
      "any option of .clang-tidy, fd.MaxDisjuncts:16");
  Flags.value("--timeout", "SECONDS", Timeout,
              "give a unit up after so long; 600");
}

static llvm::Expected<unsigned> number(StringRef Flag, StringRef Text) {
  unsigned Result = 0;
  if (Text.getAsInteger(10, Result) || Result == 0)
    return llvm::createStringError("'" + Flag + "' is a number from 1 on, not '" +
                                   Text + "'");
  return Result;
}

llvm::Error CheckRun::configure() {
  if (Configured)
    return llvm::Error::success();
  Configured = true;
  for (auto [Flag, Text] : {std::pair<StringRef, StringRef>("-j", Jobs),
                            {"--timeout", Timeout}})
    if (!Text.empty())
      if (auto N = number(Flag, Text); !N)
        return N.takeError();
  Config = std::make_unique<TidyConfig>(Checks, Options);
  Root = projectRoot();
  if (Flags.AfterDashes) {
    if (Flags.Positional.empty())
      return llvm::createStringError("no file before '--'");
    for (const std::string &File : Flags.Positional)
      if (llvm::sys::fs::is_directory(File))
        return llvm::createStringError(
            File + ": a folder; with '--' name each source, or leave it out "
                   "and have a compile_commands.json");
    Known = Database::fixed(Flags.Positional, *Flags.AfterDashes);
    return llvm::Error::success();
  }
  llvm::Expected<Database> Loaded = Database::load(BuildPath);
  if (!Loaded)
    return Loaded.takeError();
  Known = std::move(*Loaded);
  return llvm::Error::success();
}

llvm::Error CheckRun::prepare() {
  if (llvm::Error E = configure())
    return E;
  llvm::Expected<std::vector<Unit>> Selected = Known.select(Flags.Positional);
  if (!Selected)
    return Selected.takeError();
  Units = std::move(*Selected);
  return llvm::Error::success();
}

/// A line that is written over, on a terminal only.
static void progress(StringRef What, unsigned Done, unsigned All,
                     StringRef File) {
  static const bool Terminal = ::isatty(2) != 0;
  if (!Terminal)
    return;
  llvm::errs() << "\r\033[K";
  if (Done < All)
    llvm::errs() << What << ' ' << Done << '/' << All << "  "
                 << File.take_back(50);
}

void CheckRun::forEach(
    StringRef What, const std::vector<Unit> &Of,
    llvm::function_ref<std::string(unsigned)> Work,
    llvm::function_ref<void(unsigned, std::string, std::string)> Done) {
  unsigned Parallel = std::max(1u, std::thread::hardware_concurrency());
  if (!Jobs.empty())
    Parallel = llvm::cantFail(number("-j", Jobs));
  const std::chrono::seconds Limit(llvm::cantFail(number("--timeout", Timeout)));
  unsigned Ended = 0;
  runJobs(unsigned(Of.size()), Parallel, Limit, Work,
          [&](unsigned I, JobEnd End) {
            progress(What, ++Ended, unsigned(Of.size()), Of[I].File);
            Done(I, std::move(End.Output), std::move(End.Failure));
          });
}

llvm::Expected<report::Report> CheckRun::run(const Overlay &Changed,
                                             ResultCache *Kept) {
  std::vector<Settings> Wanted;
  for (const Unit &U : Units) {
    llvm::Expected<Settings> S = Config->settings(U.File);
    if (!S)
      return S.takeError();
    const engine::TableKey Key = engine::tableKey(S->Shared);
    if (!Tables.count(Key)) {
      llvm::Expected<model::Table> T = engine::loadModels(S->Shared);
      if (!T)
        return llvm::createStringError(S->ModelsFrom +
                                       llvm::toString(T.takeError()));
      Tables.emplace(Key, std::move(*T));
    }
    Wanted.push_back(std::move(*S));
  }
  std::vector<report::UnitReport> Reports(Units.size());
  std::vector<size_t> Left; // not known yet
  std::vector<Unit> Open;
  for (size_t I = 0; I < Units.size(); ++I) {
    auto Known = Kept ? Kept->find(Units[I], Wanted[I], Changed) : std::nullopt;
    if (Known) {
      Reports[I] = std::move(*Known);
      continue;
    }
    Left.push_back(I);
    Open.push_back(Units[I]);
  }
  auto Work = [&](unsigned I) {
    const Settings &S = Wanted[Left[I]];
    report::UnitReport R =
        analyzeUnit(Open[I], S, Tables.at(engine::tableKey(S.Shared)), Root,
                    Changed, /*TellRead=*/Kept != nullptr);
    return llvm::formatv("{0}", toJSON(R)).str();
  };
  forEach("analysed", Open, Work,
          [&](unsigned I, const std::string &Text, std::string Failure) {
            report::UnitReport &Into = Reports[Left[I]];
            if (Failure.empty()) {
              auto R = llvm::json::parse<report::UnitReport>(Text);
              if (R)
                Into = std::move(*R);
              else
                Failure = llvm::toString(R.takeError());
            }
            Into.File = Open[I].File;
            if (!Failure.empty())
              Into.NotAnalysed = Failure;
            if (Kept)
              Kept->learn(Open[I], Wanted[Left[I]], Changed, Into);
            Into.Read.clear();
          });
  report::Report Result;
  Result.Here = absolutePath(".");
  Result.Contents = Changed;
  Result.Root = Root;
  Result.merge(std::move(Reports));
  return std::move(Result);
}

llvm::Expected<std::vector<Unit>>
CheckRun::including(const std::vector<std::string> &Files,
                    const Overlay &Changed) {
  if (llvm::Error E = configure())
    return std::move(E);
  const std::set<std::string> Asked(Files.begin(), Files.end());
  std::vector<Unit> Result, Others;
  std::set<std::string> Own;
  for (const Unit &U : Known.units()) {
    (Asked.count(U.File) ? Result : Others).push_back(U);
    if (Asked.count(U.File))
      Own.insert(U.File);
  }
  // A source has no includer as a rule, and then nobody needs to be asked.
  if (Own == Asked && !isNamedInSources(Files))
    return Result;
  auto Warn = [](const llvm::Twine &What) {
    llvm::errs() << "fdtidy: " << What << '\n';
  };
  // Of contents that are not on disk nothing is kept.
  IncludeCache Cache =
      IncludeCache::load(Changed.empty() ? Known.path() : "", Warn);
  std::vector<Settings> Wanted;
  std::vector<bool> Includes(Others.size());
  std::vector<size_t> Unsure;
  std::vector<Unit> Scanned;
  for (size_t I = 0; I < Others.size(); ++I) {
    llvm::Expected<Settings> S = Config->settings(Others[I].File);
    if (!S)
      return S.takeError();
    if (auto Found = Cache.included(Others[I], *S, Asked)) {
      Includes[I] = !Found->empty();
      Included.insert(Found->begin(), Found->end());
      continue;
    }
    Unsure.push_back(I);
    Scanned.push_back(Others[I]);
    Wanted.push_back(std::move(*S));
  }
  auto Work = [&](unsigned I) {
    return llvm::join(includesOf(Scanned[I], Wanted[I], Changed),
                      StringRef("\0", 1));
  };
  forEach("scanned", Scanned, Work,
          [&](unsigned I, const std::string &Text, const std::string &Failure) {
            llvm::SmallVector<StringRef, 32> Names;
            StringRef(Text).split(Names, '\0', -1, /*KeepEmpty=*/false);
            // One that could not be scanned is analysed, which says why.
            Includes[Unsure[I]] = !Failure.empty();
            for (StringRef Name : Names)
              if (Asked.count(Name.str())) {
                Includes[Unsure[I]] = true;
                Included.insert(Name.str());
              }
            if (Failure.empty())
              Cache.learn(Scanned[I], Wanted[I],
                          std::vector<std::string>(Names.begin(), Names.end()));
          });
  Cache.save(Warn);
  for (size_t I = 0; I < Others.size(); ++I)
    if (Includes[I])
      Result.push_back(std::move(Others[I]));
  return Result;
}

} // namespace fdtidy
