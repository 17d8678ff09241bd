//===- Questions.cpp - Calls that are made twice for one answer -----------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Questions.h"
#include "solve/Flow.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::BlockID;
using ir::CompareOp;
using ir::FactID;

Questions::Call Questions::find(const ir::Function &F, FactID ID,
                                BlockID B) const {
  Call C{ID, B};
  const ir::Fact &Fact = F.fact(ID);
  if (F.block(B).Edges.size() < 2 || !Fact.Dst)
    return C;
  for (const ir::Edge &E : F.block(B).Edges) {
    const bool Is =
        E.Assumes.size() == 1 && E.Assumes[0].LHS.isPlace() &&
        E.Assumes[0].LHS.Place == Fact.Dst && E.Assumes[0].RHS.isConstant() &&
        (E.Assumes[0].Op == CompareOp::EQ || E.Assumes[0].Op == CompareOp::NE);
    if (!Is)
      return C;
    C.Truth = E.Assumes[0].RHS.Constant == 0;
  }
  C.Tested = true;
  return C;
}

/// The blocks that \p B leads to without going round a loop.
static llvm::BitVector onwards(const ir::Function &F, const Flow &Order,
                               BlockID B) {
  llvm::BitVector Seen(F.Blocks.size());
  llvm::SmallVector<BlockID, 16> Todo{B};
  while (!Todo.empty()) {
    BlockID At = Todo.pop_back_val();
    if (Seen.test(At.index()))
      continue;
    Seen.set(At.index());
    for (BlockID To : Order.after(At))
      if (Order.position(To) > Order.position(At))
        Todo.push_back(To);
  }
  return Seen;
}

void Questions::pair(const ir::Function &F, const Flow &Order, const Call &One,
                     llvm::ArrayRef<Call> Others) {
  llvm::SmallVector<llvm::BitVector, 2> Ways;
  for (const ir::Edge &E : F.block(One.In).Edges)
    if (E.To)
      Ways.push_back(onwards(F, Order, E.To));
  for (const Call &Other : Others) {
    if (Other.In == One.In || F.fact(Other.ID).Args != F.fact(One.ID).Args ||
        !llvm::all_of(Ways, [&](const llvm::BitVector &Way) {
          return Way.test(Other.In.index());
        }))
      continue;
    const Kind How =
        One.Truth && Other.Tested && Other.Truth ? Kind::Truth : Kind::Plain;
    First[One.ID] = std::max(First.lookup(One.ID), How);
    Again[Other.ID] = std::max(Again.lookup(Other.ID), How);
    Before.resize(F.Blocks.size());
    Before.set(Other.In.index());
  }
}

Questions::Questions(const ir::Function &F, const Flow &Order) {
  llvm::MapVector<ir::FunctionID, llvm::SmallVector<Call, 2>> Calls;
  for (BlockID B : Order.order())
    for (FactID ID : F.block(B).Facts) {
      const ir::Fact &Fact = F.fact(ID);
      if (Fact.Kind == ir::FactKind::Call && Fact.Callee && Fact.Dst &&
          !Fact.Args.empty() && !Fact.StartsThread)
        Calls[Fact.Callee].push_back(find(F, ID, B));
    }
  for (const auto &[Callee, Of] : Calls)
    for (const Call &One : Of)
      if (One.Tested && Of.size() > 1)
        pair(F, Order, One, Of);
  for (bool Changed = !Before.empty(); Changed;) {
    Changed = false;
    for (BlockID B : llvm::reverse(Order.order()))
      if (!Before.test(B.index()) &&
          llvm::any_of(Order.after(B), [&](BlockID To) {
            return Before.test(To.index());
          }))
        Changed = true, Before.set(B.index());
  }
}
