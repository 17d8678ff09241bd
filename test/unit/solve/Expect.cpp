//===- Expect.cpp - Findings against a program in the IR ------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"
#include "ir/Parser.h"
#include "ir/Verifier.h"
#include "solve/Analysis.h"
#include "solve/Openers.h"

using namespace fdtidy;
using namespace fdtidy::solve;

testing::AssertionResult solve::findingsMatch(llvm::StringRef Text,
                                              const Options &Opts) {
  auto M = ir::parse(Text, "test.fdir");
  if (!M)
    return testing::AssertionFailure() << llvm::toString(M.takeError());
  if (llvm::Error E = ir::verify(*M))
    return testing::AssertionFailure() << llvm::toString(std::move(E));
  std::multiset<std::string> Expected, Found;
  unsigned Line = 0;
  for (llvm::StringRef Rest = Text; !Rest.empty();) {
    auto [Here, Next] = Rest.split('\n');
    ++Line;
    llvm::StringRef Marks = Here.split(';').second;
    while (Marks.contains("finding:")) {
      Marks = Marks.split("finding:").second;
      llvm::StringRef What = Marks.split(';').first.trim();
      Expected.insert(std::to_string(Line) + ": " + What.str());
    }
    Rest = Next;
  }
  if (Opts.Unknown == UnknownCallee::Evidence)
    presumeOpeners(*M);
  Analysis A(*M, Opts);
  for (const Finding &F : A.run())
    if (F.Sure == Confidence::Definite)
      Found.insert(std::to_string(M->loc(F.At).Line) + ": " +
                 checkName(F.Check).str() +
                 (F.Name.empty() ? "" : " " + F.Name) +
                 (F.OtherName.empty() ? "" : " " + F.OtherName));
  if (Expected == Found)
    return testing::AssertionSuccess();
  auto Result = testing::AssertionFailure() << "expected:\n";
  for (const std::string &E : Expected)
    Result << "  " << E << '\n';
  Result << "found:\n";
  for (const std::string &F : Found)
    Result << "  " << F << '\n';
  return Result;
}
