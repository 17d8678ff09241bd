//===- GivenAgain.cpp - Calls that get a handle a second time -------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/GivenAgain.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::BlockID;
using ir::FactKind;
using ir::Operand;
using ir::PlaceID;
using ir::PlaceKind;

/// Whether \p Fact writes \p P, a variable, ends it or what it holds, or lets
/// somebody else write it.
bool GivenAgain::changes(const ir::Fact &Fact, PlaceID P) const {
  auto LetsWrite = [&](const Operand &O) {
    return O.Which == Operand::Kind::Address && O.Place == P;
  };
  if (Fact.Dst == P || llvm::any_of(Fact.Ops, LetsWrite) ||
      llvm::any_of(Fact.Args, LetsWrite) ||
      llvm::any_of(Fact.Acq.Handles,
                   [&](const ir::Acquired &A) { return A.Into == P; }))
    return true;
  switch (Fact.Kind) {
  case FactKind::Release:
  case FactKind::Transfer:
  case FactKind::Move:
  case FactKind::End:
    return Fact.Ops[0].Place == P;
  default:
    return false;
  }
}

bool GivenAgain::isTaken(const ir::Fact &Call, unsigned Argument,
                         PlaceID P) const {
  return Call.Kind == FactKind::Call && Argument < Call.Args.size() &&
         Call.Args[Argument] == Operand::place(P);
}

/// Whether a path leads from \p From to \p To that avoids \p Around.
bool GivenAgain::reaches(BlockID From, BlockID To, BlockID Around) const {
  llvm::BitVector Seen(F.Blocks.size());
  llvm::SmallVector<BlockID, 16> Work{From};
  while (!Work.empty()) {
    const BlockID B = Work.pop_back_val();
    if (B == Around || Seen.test(B.index()))
      continue;
    if (B == To)
      return true;
    Seen.set(B.index());
    for (const ir::Edge &E : F.block(B).Edges)
      Work.push_back(E.To);
    for (ir::FactID ID : F.block(B).Facts)
      if (BlockID Landing = F.fact(ID).Unwind)
        Work.push_back(Landing);
  }
  return false;
}

bool GivenAgain::after(BlockID B, unsigned Index, unsigned Argument) const {
  const ir::Fact &First = F.fact(F.block(B).Facts[Index]);
  const PlaceID P = First.Args[Argument].Place;
  const PlaceKind Kind = F.place(P).Kind;
  auto Registers = [&](const Operand &O) {
    return O.Which == Operand::Kind::Function ||
           (O.isPlace() && F.place(O.Place).Type == ir::ValueType::Record);
  };
  if ((Kind != PlaceKind::Local && Kind != PlaceKind::Param) ||
      llvm::any_of(First.Args, Registers))
    return false;
  const auto [Good, Which] = Fate.successOf(B, Index);
  llvm::BitVector Seen(F.Blocks.size());
  llvm::SmallVector<BlockID, 16> Work;
  // Goes on from a fact of a block to where the variable is written; true where
  // the same function gets it again.
  auto Follow = [&](BlockID At, unsigned From, llvm::ArrayRef<ir::FactID> Facts,
                    bool &Changed) {
    for (const auto &[I, ID] : llvm::enumerate(Facts.drop_front(From))) {
      const ir::Fact &Fact = F.fact(ID);
      if (isTaken(Fact, Argument, P) && AreSame(First, Fact) &&
          llvm::none_of(Fact.Args, Registers)) {
        // Where nobody can tell failure from success, only a loop says so.
        if (At == B && From + I == Index)
          return true;
        if (Which == Fates::Paths::Any &&
            (At == B ? From + I > Index
                     : !reaches(BlockID(0), At, /*Around=*/B)))
          return true;
      }
      if ((Changed = changes(Fact, P)))
        return false;
    }
    return false;
  };
  bool Changed = false;
  if (Follow(B, Index + 1, F.block(B).Facts, Changed))
    return true;
  if (Changed || changes(First, P))
    return false;
  for (const ir::Edge *E : Good)
    Work.push_back(E->To);
  while (!Work.empty()) {
    const BlockID At = Work.pop_back_val();
    if (Seen.test(At.index()))
      continue;
    Seen.set(At.index());
    if (Follow(At, 0, F.block(At).Facts, Changed))
      return true;
    if (!Changed)
      for (const ir::Edge &E : F.block(At).Edges)
        Work.push_back(E.To);
  }
  return false;
}
