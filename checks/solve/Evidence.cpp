//===- Evidence.cpp - Who borrows, by how they are called -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Evidence.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FactKind;

Evidence::Evidence(const ir::Module &M) : M(M) {
  const Closers Known(M);
  for (const ir::Function &F : M.Functions)
    if (F.hasBody())
      learn(F, Known);
}

bool Evidence::isUnseen(const ir::Fact &Call) const {
  return Call.Kind == FactKind::Call && Call.Callee &&
         !M.at(Call.Callee).hasBody() && !M.at(Call.Callee).Info.Borrows;
}

void Evidence::learn(const ir::Function &F, const Closers &Known) {
  // The places that unseen functions are given, by number.
  Fates::PlaceMap Places;
  for (const ir::Fact &Fact : F.Facts)
    if (isUnseen(Fact))
      for (const ir::Operand &O : Fact.Args)
        if (O.isPlace())
          Places.try_emplace(O.Place, Places.size());
  if (Places.empty() || Known.releasedIn(F, Places).empty())
    return;
  auto IsCloser = [&](const ir::Fact &Call, unsigned I) {
    return Known.closes(Call, I).has_value();
  };
  const Fates Fate(M, F, Places, IsCloser);
  for (unsigned B = 0; B != F.Blocks.size(); ++B)
    for (const auto &[Index, ID] : llvm::enumerate(F.Blocks[B].Facts)) {
      const ir::Fact &Call = F.fact(ID);
      if (!isUnseen(Call) ||
          llvm::none_of(Call.Args, [](const ir::Operand &O) {
            return O.isPlace();
          }))
        continue;
      const Fates::State All = Fate.after(ir::BlockID(B), Index);
      const Fates::State Success = Fate.afterSuccess(ir::BlockID(B), Index);
      for (const auto &[I, O] : llvm::enumerate(Call.Args)) {
        if (!O.isPlace())
          continue;
        const unsigned N = Places[O.Place];
        if ((All.Sure.test(N) && All.May.test(N)) ||
            (Success.Settled.test(N) && Success.May.test(N)))
          Borrowed.insert({Call.Callee, unsigned(I)});
      }
    }
}
