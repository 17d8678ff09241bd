//===- TidyConfig.cpp - What is asked of a translation unit ---------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "TidyConfig.h"
#include "clang-tidy/GlobList.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/VirtualFileSystem.h"

using namespace clang::tidy;
using llvm::StringRef;

namespace fdtidy {

namespace {

/// The constructor that takes handlers leaves the file system null, which its
/// own code then asks.
class Provider : public FileOptionsProvider {
public:
  using Parser =
      std::function<llvm::ErrorOr<ClangTidyOptions>(llvm::MemoryBufferRef)>;
  explicit Provider(Parser Parse)
      : FileOptionsProvider(ClangTidyGlobalOptions(), ClangTidyOptions(),
                            ClangTidyOptions(),
                            llvm::vfs::getRealFileSystem()) {
    ConfigHandlers = {{".clang-tidy", std::move(Parse)}};
  }
};

} // namespace

TidyConfig::TidyConfig(std::string Checks,
                       std::map<std::string, std::string> Given)
    : Checks(std::move(Checks)), Given(std::move(Given)) {
  // clang-tidy prints what is wrong with a file and goes on without it.
  auto Parse = [this](llvm::MemoryBufferRef Text) {
    llvm::ErrorOr<ClangTidyOptions> Result = parseConfiguration(Text);
    if (!Result)
      Broken.push_back(Text.getBufferIdentifier().str());
    return Result;
  };
  this->Provider = std::make_unique<fdtidy::Provider>(Parse);
}

/// Those of \p Globs that speak of our checks.
static std::string oursOf(StringRef Globs) {
  std::string Result;
  llvm::SmallVector<StringRef, 16> Items;
  Globs.split(Items, ',');
  for (StringRef Item : Items) {
    Item = Item.trim();
    StringRef Name = Item;
    Name.consume_front("-");
    if (Name.starts_with("fd"))
      Result += "," + Item.str();
  }
  return Result;
}

/// What is wrong with \p Globs of the command line: a name that no check has.
static std::string misspelt(StringRef Globs) {
  llvm::SmallVector<StringRef, 16> Items;
  Globs.split(Items, ',');
  for (StringRef Item : Items) {
    Item = Item.trim();
    Item.consume_front("-");
    if (!Item.starts_with("fd"))
      continue; // of clang-tidy's own, in a list that both read
    GlobList List(Item);
    StringRef Nearest;
    unsigned Distance = 4;
    bool Known = false;
#define FD_CHECK(Enum, Name, Default, CWE, Summary)                            \
  Known |= List.contains(Name);                                                \
  if (unsigned D = Item.edit_distance(Name); D < Distance) {                   \
    Distance = D;                                                              \
    Nearest = Name;                                                            \
  }
#include "solve/Checks.def"
    if (!Known)
      return ("no check is called '" + Item + "'" +
              (Nearest.empty() ? "; 'fdtidy explain' lists them"
                               : "; did you mean '" + Nearest + "'?"))
          .str();
  }
  return "";
}

llvm::Expected<Settings> TidyConfig::settings(StringRef File) {
  ClangTidyOptions Options;
  std::map<std::string, std::string> SetBy; // options, by name without "fd."
  std::string Misspelt;
  for (auto &[Level, Source] : Provider->getRawOptions(File)) {
    for (const auto &Entry : Level.CheckOptions) {
      StringRef Name = Entry.getKey();
      if (!Name.consume_front("fd."))
        continue;
      SetBy[Name.str()] = Source; // the last one decides
      if (std::string Why = engine::SharedOptions::misspelt(Name); !Why.empty())
        Misspelt = Source + ": " + Why;
    }
    Options.mergeWith(Level, 0);
  }
  if (!Broken.empty())
    return llvm::createStringError(Broken.front() + ": not a valid .clang-tidy");
  if (!Misspelt.empty())
    return llvm::createStringError(Misspelt);

  Settings Result;
  std::string Globs = "fd-*" + oursOf(Options.Checks.value_or(""));
  if (std::string Why = misspelt(Checks); !Why.empty())
    return llvm::createStringError("'--checks': " + Why);
  if (!Checks.empty())
    Globs += "," + Checks;
  GlobList List(Globs);
#define FD_CHECK(Enum, Name, Default, CWE, Summary)                            \
  if (List.contains(Name))                                                     \
    Result.Checks.insert(solve::CheckKind::Enum);
#include "solve/Checks.def"
  if (Result.Checks.empty())
    return llvm::createStringError("no check is left of '" + Globs + "' for " +
                                   File + "; 'fdtidy explain' lists them");

  std::string Wrong, From; // the file that set what was asked for last
  Result.Shared = engine::SharedOptions::read(
      [&](StringRef Name) -> std::optional<std::string> {
        From.clear();
        if (auto It = Given.find(Name.str()); It != Given.end())
          return It->second;
        auto It = Options.CheckOptions.find(("fd." + Name).str());
        if (It == Options.CheckOptions.end())
          return std::nullopt;
        From = SetBy[Name.str()] + ": ";
        if (Name == "Models")
          Result.ModelsFrom = From;
        return It->second.Value;
      },
      [&](const std::string &What) { Wrong = From + What; });
  if (!Result.Shared.Valid)
    return llvm::createStringError(Wrong);
  engine::ask(Result.Shared.Engine.Solve, [&](solve::CheckKind Check) {
    return Result.Checks.count(Check) != 0;
  });

  Result.HeaderFilter = Options.HeaderFilterRegex.value_or("");
  Result.HeadersExcluded = Options.ExcludeHeaderFilterRegex.value_or("");
  for (const std::string &Text : {Result.HeaderFilter, Result.HeadersExcluded})
    if (std::string Why; !Text.empty() && !llvm::Regex(Text).isValid(Why))
      return llvm::createStringError(".clang-tidy for " + File +
                                     ": invalid header filter '" + Text +
                                     "': " + Why);
  Result.ArgumentsBefore = Options.ExtraArgsBefore.value_or(
      std::vector<std::string>());
  Result.ArgumentsAfter =
      Options.ExtraArgs.value_or(std::vector<std::string>());
  return std::move(Result);
}

} // namespace fdtidy
