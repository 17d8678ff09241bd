//===- Evidence.cpp - Who borrows, by how they are called -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Evidence.h"
#include "solve/GivenAgain.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FactKind;

Evidence::Evidence(const ir::Module &M) : M(M) {
  const Closers Known(M);
  const DestroyedFields Fields(M, Known);
  std::vector<const ir::Function *> Doubtful;
  for (const ir::Function &F : M.Functions)
    if (F.hasBody() && learn(F, Known, Fields, /*Lent=*/nullptr))
      Doubtful.push_back(&F);
  const std::set<Lending> Lent = Borrowed;
  for (const ir::Function *F : Doubtful)
    learn(*F, Known, Fields, &Lent);
}

Evidence::Whom Evidence::whom(const ir::Function &F, const ir::Fact &Call) {
  if (Call.Callee || Call.Ops.empty())
    return {Call.Callee};
  const ir::Operand &By = Call.Ops[0];
  if (By.Which == ir::Operand::Kind::Function)
    return {By.Function};
  if (!By.isPlace())
    return {};
  const ir::Place &P = F.place(By.Place);
  if (P.Kind == ir::PlaceKind::Global)
    return {{}, {}, P.Name};
  if (P.Kind == ir::PlaceKind::Field && F.place(P.Parent).Record)
    return {{}, F.place(P.Parent).Record, P.Name};
  return {};
}

bool Evidence::isUnseen(const ir::Function &F, const ir::Fact &Call) const {
  if (Call.Kind != FactKind::Call || Call.StartsThread)
    return false;
  if (!Call.Callee)
    return bool(whom(F, Call));
  return !M.at(Call.Callee).hasBody() && !M.at(Call.Callee).Info.Borrows;
}

/// The variables among \p Places that are seen to hold a handle.
static llvm::BitVector handles(const ir::Function &F,
                               const Fates::PlaceMap &Places) {
  llvm::BitVector Found(Places.size());
  auto Note = [&](ir::PlaceID P) {
    if (auto It = Places.find(P); It != Places.end() && F.place(P).isRoot())
      Found.set(It->second);
  };
  for (const ir::Fact &Fact : F.Facts)
    switch (Fact.Kind) {
    case FactKind::Acquire:
      for (const ir::Acquired &A : Fact.Acq.Handles)
        Note(A.Into);
      break;
    case FactKind::Transfer:
      Note(Fact.Dst);
      break;
    case FactKind::Use:
    case FactKind::Wait:
    case FactKind::Release:
      if (Fact.Ops[0].isPlace())
        Note(Fact.Ops[0].Place);
      break;
    default:
      break;
    }
  return Found;
}

/// Learns what \p F shows. What it shows only if the functions that it gives the
/// handle to afterwards may keep it counts once it is known which just borrow: \p
/// Lent. Whether there is such.
bool Evidence::learn(const ir::Function &F, const Closers &Known,
                     const DestroyedFields &Fields,
                     const std::set<Lending> *Lent) {
  // The places that unseen functions are given, by number.
  Fates::PlaceMap Places;
  for (const ir::Fact &Fact : F.Facts)
    if (isUnseen(F, Fact))
      for (const ir::Operand &O : Fact.Args)
        if (O.isPlace())
          Places.try_emplace(O.Place, Places.size());
  Fates::Keeper Keeps;
  Keeps.Kept.resize(Places.size());
  for (const auto &[P, N] : Places)
    if (Fields.isDestroyed(F, P))
      Keeps.Kept.set(N);
  const bool IsReleased =
      Keeps.Kept.any() || !Known.releasedIn(F, Places).empty();
  const llvm::BitVector Handles = handles(F, Places);
  if (Places.empty() || (!IsReleased && Handles.none()))
    return false;
  auto Replaces = [&](const ir::Fact &Call, ir::PlaceID P) {
    return Fields.replaces(F, Call, P);
  };
  auto Releases = [&](const ir::Fact &Call, ir::PlaceID P) {
    return Fields.releases(F, Call, P);
  };
  auto Borrows = [&](const ir::Fact &Call, unsigned I) {
    return Lent && Lent->count({whom(F, Call), I});
  };
  Keeps.Replaces = Replaces;
  Keeps.Releases = Releases;
  Keeps.Borrows = Borrows;
  auto IsCloser = [&](const ir::Fact &Call, unsigned I) {
    return Known.closes(Call, I).has_value();
  };
  const Fates Fate(M, F, Places, IsCloser, &Keeps);
  auto IsSame = [&](const ir::Fact &A, const ir::Fact &B) {
    return whom(F, A) == whom(F, B);
  };
  const GivenAgain Again(F, Fate, IsSame);
  bool Doubtful = false;
  for (unsigned B = 0; B != F.Blocks.size(); ++B)
    for (const auto &[Index, ID] : llvm::enumerate(F.Blocks[B].Facts)) {
      const ir::Fact &Call = F.fact(ID);
      if (!isUnseen(F, Call) ||
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
        const bool Settled = Success.Settled.test(N) && Success.May.test(N);
        if ((All.Sure.test(N) && All.May.test(N)) || (Settled && Lent) ||
            (Handles.test(N) && Again.after(ir::BlockID(B), Index, I)))
          Borrowed.insert({whom(F, Call), unsigned(I)});
        else
          Doubtful |= Settled;
      }
    }
  return Doubtful;
}
