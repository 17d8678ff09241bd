//===- Encounters.cpp - Where a function meets a number -------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Encounters.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::BlockID;
using ir::FactID;

/// Whether some path from behind \p From comes to one of \p Facts, before it
/// comes to \p Remade.
static bool comesTo(const std::set<FactID> &Facts, FactID From, FactID Remade,
                    const Memory &Mem, const Flow &Order) {
  llvm::BitVector Seen(Mem.F.Blocks.size());
  const BlockID Home = Order.home(From);
  llvm::SmallVector<BlockID, 8> Work{Home};
  // The block of the release counts from there on, and as a whole if a loop
  // comes back to it.
  for (bool IsFirst = true; !Work.empty(); IsFirst = false) {
    const BlockID B = Work.pop_back_val();
    llvm::ArrayRef<FactID> Here = Mem.F.block(B).Facts;
    if (IsFirst)
      Here = Here.drop_front(llvm::find(Here, From) - Here.begin() + 1);
    const auto *At = llvm::find_if(Here, [&](FactID Fact) {
      return Fact == Remade || Facts.contains(Fact);
    });
    if (At != Here.end()) {
      if (Facts.contains(*At))
        return true;
      continue;
    }
    for (BlockID Next : Order.after(B))
      if (!Seen.test(Next.index())) {
        Seen.set(Next.index());
        Work.push_back(Next);
      }
  }
  return false;
}

bool Encounters::mayMeetAgain(SymbolID Number, const Memory &Mem,
                              const Flow &Order) const {
  const auto It = Of.find(Number);
  if (It == Of.end() || It->second.IsRenamed)
    return true;
  std::set<FactID> Again;
  for (const auto &[Other, At] : Of) {
    // Where ways meet, a number may be this one or another.
    if (Other != Number && Mem.Symbols[Other].Kind != SymbolKind::Join)
      continue;
    Again.insert(At.Releases.begin(), At.Releases.end());
    Again.insert(At.Uses.begin(), At.Uses.end());
  }
  const Symbol &X = Mem.Symbols[Number];
  const FactID Remade =
      Mem.Symbols.isOf(Number, X.Number) ? FactID(X.Number) : FactID();
  return llvm::any_of(It->second.Releases, [&](FactID At) {
    return comesTo(Again, At, Remade, Mem, Order);
  });
}
