//===- Inheritances.cpp - What programs get that are started --------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Inheritances.h"

using namespace fdtidy;
using namespace fdtidy::solve;

void solve::inheritances(const Run &R, std::vector<Finding> &Into) {
  EndJoiner Findings(Into);
  for (unsigned H = 0; H != R.HandleCount; ++H) {
    if (!R.Inherited[H])
      continue;
    const Inheritance &I = *R.Inherited[H];
    Finding F;
    F.Check = CheckKind::InheritedByExec;
    F.Sure = I.Sure;
    F.In = R.self();
    F.At = F.AcquiredAt = R.siteLoc();
    F.Closer = I.By;
    F.Owner = R.Acquired[H].Owner;
    F.End = R.Acquired[H].End;
    F.Name = R.Names[H].empty() ? I.Name : R.Names[H];
    F.Path = I.Path;
    for (const Step &S : F.Path)
      if (S.Kind == StepKind::Acquired)
        F.Callee = S.Text;
    const Finding *Last = Findings.last();
    Findings.add(F, Last && Last->Sure == F.Sure &&
                        Last->Path.back().Loc == F.Path.back().Loc);
  }
}
