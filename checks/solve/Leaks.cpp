//===- Leaks.cpp - Which check reports a loss -----------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Leaks.h"
#include <algorithm>

using namespace fdtidy;
using namespace fdtidy::solve;

static CheckKind classify(const std::vector<Loss> &Losses) {
  auto Is = [](LossKind Kind) {
    return [Kind](const Loss &L) { return L.Kind == Kind; };
  };
  if (llvm::any_of(Losses, Is(LossKind::Overwrite)))
    return CheckKind::Overwrite;
  if (llvm::all_of(Losses, Is(LossKind::Discard)))
    return CheckKind::Discarded;
  if (llvm::all_of(Losses, Is(LossKind::Throw)))
    return CheckKind::LeakOnThrow;
  return CheckKind::Leak;
}

static bool sameExits(const Finding &A, const Finding &B) {
  return A.Check == B.Check && A.Losses.size() == B.Losses.size() &&
         llvm::all_of(llvm::zip(A.Losses, B.Losses), [](auto Pair) {
           return std::get<0>(Pair).At == std::get<1>(Pair).At;
         });
}

void solve::leaks(const Run &R, std::vector<Finding> &Into) {
  EndJoiner Findings(Into);
  for (unsigned H = 0; H != R.HandleCount; ++H) {
    if (R.Losses[H].empty())
      continue;
    Finding F;
    F.Check = classify(R.Losses[H]);
    F.In = R.self();
    F.AcquiredAt = R.siteLoc();
    F.At = F.AcquiredAt;
    F.Losses = R.Losses[H];
    if (F.Check == CheckKind::Overwrite) {
      llvm::erase_if(F.Losses, [](const Loss &L) {
        return L.Kind != LossKind::Overwrite;
      });
      F.At = F.Losses.front().At;
    } else if (F.Check == CheckKind::Leak) {
      auto IsPlain = [](const Loss &L) { return L.Kind != LossKind::Throw; };
      // An exit by exception is one more exit; the plain ones come first.
      std::partition_copy(
          R.Losses[H].begin(), R.Losses[H].end(), F.Losses.begin(),
          F.Losses.begin() + llvm::count_if(F.Losses, IsPlain),
          IsPlain);
    }
    F.Owner = R.Acquired[H].Owner;
    F.End = R.Acquired[H].End;
    F.ByCallee = R.isByCallee();
    F.Name = R.Names[H].empty() ? F.Losses.front().Holder : R.Names[H];
    if (F.Check == CheckKind::Overwrite && !F.Losses.front().Holder.empty())
      F.Name = F.Losses.front().Holder;
    for (const Step &S : F.Losses.front().Path)
      if (S.Kind == StepKind::Acquired)
        F.Callee = S.Text;
    const Finding *Last = Findings.last();
    Findings.add(F, Last && sameExits(*Last, F));
  }
}
