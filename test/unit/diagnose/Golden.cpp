//===- Golden.cpp - A program in the IR and what is said of it ------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/diagnose/Golden.h"
#include "diagnose/Diagnose.h"
#include "ir/Parser.h"
#include "solve/Analysis.h"

using namespace fdtidy;

std::string diagnose::told(const ir::Module &M,
                           std::vector<solve::Finding> Findings,
                           solve::Confidence Least) {
  std::string Text = "\n";
  llvm::raw_string_ostream OS(Text);
  auto Line = [&](ir::LocID At) { return M.has(At) ? M.loc(At).Line : 0; };
  for (const Diagnostic &D : diagnose(M, std::move(Findings), Least)) {
    OS << Line(D.At) << ": " << D.Message << " ["
       << solve::checkName(D.Check) << "]\n";
    for (const Note &N : D.Notes)
      OS << "  " << Line(N.At) << ": " << N.Text << '\n';
  }
  return Text;
}

std::string diagnose::told(llvm::StringRef Text, const solve::Options &Opts) {
  auto M = ir::parse(Text, "test.fdir");
  if (!M)
    return llvm::toString(M.takeError());
  solve::Analysis A(*M, Opts);
  return told(*M, A.run());
}
