//===- Report.cpp - What came of all translation units --------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "report/Report.h"
#include "Database.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"
#include <map>
#include <tuple>

namespace fdtidy::report {

/// What the reader tells two findings apart by.
static auto placeOf(const Finding &F) {
  return std::make_tuple(F.At.File, F.At.Line, F.At.Column, F.Check,
                         F.Message);
}

void Report::merge(std::vector<UnitReport> All) {
  std::set<decltype(placeOf(Finding()))> Seen;
  for (UnitReport &U : All) {
    if (!U.NotAnalysed.empty()) {
      NotAnalysed.push_back(std::move(U));
      continue;
    }
    ++Units;
    Functions += U.Functions;
    Acquisitions += U.Acquisitions;
    PastBudget += U.PastBudget;
    for (Finding &F : U.Findings)
      if (Seen.insert(placeOf(F)).second)
        Findings.push_back(std::move(F));
    for (std::string &W : U.Warnings)
      if (!llvm::is_contained(Warnings, W))
        Warnings.push_back(std::move(W));
  }
  llvm::sort(Findings, [](const Finding &A, const Finding &B) {
    return placeOf(A) < placeOf(B);
  });
  std::map<std::string, unsigned> Ordinals;
  for (Finding &F : Findings) {
    std::string Key = F.Check + '\n' + F.Entity + '\n' + F.Callee + '\n';
    Key += std::to_string(Ordinals[Key]++);
    F.Fingerprint = llvm::utohexstr(
        llvm::xxh3_64bits(Key), /*LowerCase=*/true, /*Width=*/16);
  }
}

void Report::leaveOut(const std::set<std::string> &Fingerprints) {
  const size_t Before = Findings.size();
  llvm::erase_if(Findings, [&](const Finding &F) {
    return Fingerprints.count(F.Fingerprint) != 0;
  });
  Known += unsigned(Before - Findings.size());
}

std::string Report::shown(llvm::StringRef File) const {
  return relativeTo(File, Here);
}

namespace {
struct Format {
  llvm::StringLiteral Name;
  Writer Write;
};
} // namespace

static constexpr Format Formats[] = {
    {"text", writeText}, {"json", writeJson},     {"sarif", writeSarif},
    {"html", writeHtml}, {"gitlab", writeGitlab}, {"github", writeGithub},
};

Writer writerOf(llvm::StringRef Name) {
  for (const Format &F : Formats)
    if (F.Name == Name)
      return F.Write;
  return nullptr;
}

std::string formatNames() {
  std::string Result;
  for (const Format &F : llvm::ArrayRef(Formats).drop_back())
    Result += (Result.empty() ? "" : ", ") + F.Name.str();
  return Result + " or " + std::end(Formats)[-1].Name.str();
}

} // namespace fdtidy::report
