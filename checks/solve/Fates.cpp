//===- Fates.cpp - What becomes of a handle from here on ------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Fates.h"
#include "solve/Flow.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::BlockID;
using ir::CompareOp;
using ir::Condition;
using ir::FactKind;
using ir::PlaceID;
using ir::PlaceKind;
using ir::TerminatorKind;
using ir::ValueType;

Fates::Fates(const ir::Module &M, const ir::Function &F, const PlaceMap &Places,
             Closes IsCloser, const Keeper *Keeps)
    : M(M), F(F), Places(Places), IsCloser(IsCloser), Keeps(Keeps),
      Addressed(Places.size()), Given(Places.size()) {
  findAddressed();
  findCarriers();
  findFailing();
  At.assign(F.Blocks.size(), initial(true));
  for (State &S : At)
    S.May.reset();
  const std::vector<BlockID> Order = reversePostOrder(F);
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (BlockID B : llvm::reverse(Order)) {
      State Now = atEnd(B, edges(B), Paths::Any);
      for (ir::FactID ID : llvm::reverse(F.block(B).Facts))
        before(F.fact(ID), Now);
      if (Now == At[B.index()])
        continue;
      At[B.index()] = std::move(Now);
      Changed = true;
    }
  }
}

Fates::State Fates::initial(bool Value) const {
  llvm::BitVector All(Places.size() + 1, Value);
  return {All, All, All, All};
}

/// Who else has the address of a variable may empty it: `int *P = &Fd; *P = -1`.
void Fates::findAddressed() {
  auto Note = [&](const ir::Operand &O) {
    if (O.Which == ir::Operand::Kind::Address)
      if (auto It = Places.find(O.Place); It != Places.end())
        Addressed.set(It->second);
  };
  for (const ir::Fact &Fact : F.Facts) {
    for (const ir::Operand &O : Fact.Ops)
      Note(O);
    for (unsigned I = 0; I != Fact.Args.size(); ++I)
      if (!IsCloser(Fact, I))
        Note(Fact.Args[I]);
  }
}

void Fates::findCarriers() {
  if (!F.Return)
    return;
  Carriers.insert(F.Return);
  for (const ir::Fact &Fact : F.Facts)
    if (Fact.Kind == FactKind::Assign && Fact.Dst == F.Return &&
        Fact.Ops[0].isPlace() && F.place(Fact.Ops[0].Place).isRoot() &&
        F.place(Fact.Ops[0].Place).Kind != PlaceKind::Global)
      Carriers.insert(Fact.Ops[0].Place);
  bool Zero = false, Greater = false;
  for (const ir::Fact &Fact : F.Facts)
    if (Fact.Kind == FactKind::Assign && Carriers.contains(Fact.Dst) &&
        Fact.Ops[0].isConstant()) {
      Zero |= Fact.Ops[0].Constant == 0;
      Greater |= Fact.Ops[0].Constant > 0;
    }
  ZeroIsSuccess = Zero && !Greater;
}

/// Whether a result that is \p N says that the function has failed.
bool Fates::isError(PlaceID Carrier, int64_t N) const {
  switch (F.place(Carrier).Type) {
  case ValueType::Int:
    return N < 0;
  case ValueType::Bool:
  case ValueType::Pointer:
    return N == 0;
  default:
    return false;
  }
}

/// Whether \p C says that what becomes the result is an error.
bool Fates::isError(const Condition &C) const {
  if (!C.LHS.isPlace() || !C.RHS.isConstant() || Places.count(C.LHS.Place) ||
      !Carriers.contains(C.LHS.Place))
    return false;
  const int64_t N = C.RHS.Constant;
  if (F.place(C.LHS.Place).Type != ValueType::Int)
    return C.Op == CompareOp::EQ && N == 0;
  return (C.Op == CompareOp::LT && N <= 0) || (C.Op == CompareOp::LE && N < 0) ||
         (C.Op == CompareOp::EQ && N < 0) ||
         (C.Op == CompareOp::NE && N == 0 && ZeroIsSuccess);
}

bool Fates::failsAfter(bool Before, llvm::ArrayRef<ir::FactID> Facts) const {
  for (ir::FactID ID : Facts) {
    const ir::Fact &Fact = F.fact(ID);
    if (!Fact.Dst || !Carriers.contains(Fact.Dst))
      continue;
    if (Fact.Kind != FactKind::Assign)
      Before = false;
    else if (Fact.Ops[0].isConstant())
      Before = isError(Fact.Dst, Fact.Ops[0].Constant);
    else if (!Fact.Ops[0].isPlace() || !Carriers.contains(Fact.Ops[0].Place))
      Before = false;
  }
  return Before;
}

void Fates::findFailing() {
  FailingAt.resize(F.Blocks.size(), true);
  FailingAt.reset(0);
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (const auto &[I, Block] : llvm::enumerate(F.Blocks)) {
      const bool Fails = failsAfter(FailingAt.test(I), Block.Facts);
      auto Reach = [&](BlockID To, bool Failed) {
        if (!To || Failed || !FailingAt.test(To.index()))
          return;
        FailingAt.reset(To.index());
        Changed = true;
      };
      for (const ir::Edge &E : Block.Edges)
        Reach(E.To, Fails || llvm::any_of(E.Assumes, [&](const Condition &C) {
                      return isError(C);
                    }));
      for (ir::FactID ID : Block.Facts)
        Reach(F.fact(ID).Unwind, false);
    }
  }
}

/// Whether \p C, of a place, says that it holds no handle: there is nothing to
/// close.
static bool saysInvalid(const Condition &C) {
  if (!C.RHS.isConstant())
    return false;
  return (C.Op == CompareOp::LT && C.RHS.Constant <= 0) ||
         (C.Op == CompareOp::LE && C.RHS.Constant < 0) ||
         (C.Op == CompareOp::EQ && C.RHS.Constant <= 0);
}

Fates::State Fates::along(const ir::Edge &E) const {
  State S = At[E.To.index()];
  for (const Condition &C : E.Assumes) {
    if (!C.LHS.isPlace() || !saysInvalid(C))
      continue;
    const bool IsNull = C.Op == CompareOp::EQ && C.RHS.Constant == 0;
    for (const auto &[P, N] : Places) {
      const bool IsPointee = F.place(P).Kind == PlaceKind::Pointee &&
                             F.place(P).Parent == C.LHS.Place;
      if (P != C.LHS.Place && !(IsPointee && IsNull))
        continue;
      S.Sure.set(N);
      S.Settled.set(N);
      S.Failing.set(N);
    }
  }
  if (llvm::any_of(E.Assumes, [&](const Condition &C) { return isError(C); }))
    S.Settled = S.Failing;
  return S;
}

Fates::Edges Fates::edges(BlockID B) const {
  Edges All;
  for (const ir::Edge &E : F.block(B).Edges)
    All.push_back(&E);
  return All;
}

Fates::State Fates::atEnd(BlockID B, const Edges &Taken, Paths Which) const {
  State S = initial(true);
  S.May.reset();
  switch (F.block(B).Terminator) {
  case TerminatorKind::Return:
    leave(S, /*Returns=*/true);
    break;
  case TerminatorKind::Resume:
    leave(S, /*Returns=*/false);
    break;
  default:
    break;
  }
  for (const ir::Edge *E : Taken) {
    const State After = along(*E);
    S.Sure &= After.Sure;
    S.Settled &= After.Settled;
    S.Failing &= After.Failing;
    if (Which == Paths::Any || E == Taken.front())
      S.May |= After.May;
    else
      S.May &= After.May;
  }
  return S;
}

/// Whether what is stored in \p P is there after the function.
bool Fates::outlives(PlaceID P) const {
  for (; P; P = F.place(P).Parent) {
    const PlaceKind Kind = F.place(P).Kind;
    if (Kind == PlaceKind::Pointee || Kind == PlaceKind::Global ||
        Kind == PlaceKind::Return)
      return true;
  }
  return false;
}

void Fates::setResult(const ir::Fact &Fact, State &S) const {
  if (!Fact.Dst || !Carriers.contains(Fact.Dst))
    return;
  const bool Copied = Fact.Kind == FactKind::Assign && Fact.Ops[0].isPlace() &&
                      Carriers.contains(Fact.Ops[0].Place);
  if (Fact.Kind == FactKind::Assign && Fact.Ops[0].isConstant() &&
      isError(Fact.Dst, Fact.Ops[0].Constant))
    S.Settled = S.Failing;
  else if (!Copied)
    S.Failing = S.Settled;
}

/// Whether \p O is the address of a variable that is had elsewhere, too.
bool Fates::isShared(const ir::Operand &O) const {
  auto It = O.Which == ir::Operand::Kind::Address ? Places.find(O.Place)
                                                  : Places.end();
  return It != Places.end() && Addressed.test(It->second);
}

void Fates::leave(State &S, bool Returns) const {
  S.Sure.reset();
  if (Returns)
    S.Settled.reset();
  if (Keeps)
    for (unsigned N : Keeps->Kept.set_bits())
      for (llvm::BitVector *V : {&S.Sure, &S.May, &S.Settled})
        V->set(N);
}

/// What the object does itself to what it keeps.
void Fates::atObject(const ir::Fact &Call, State &S) const {
  if (!Keeps)
    return;
  for (const auto &[P, N] : Places) {
    if (!Keeps->Kept.test(N))
      continue;
    const bool Released = Keeps->Releases(Call, P);
    if (Released || Keeps->Replaces(Call, P))
      for (llvm::BitVector *V : {&S.Sure, &S.May, &S.Settled, &S.Failing})
        Released ? V->set(N) : V->reset(N);
  }
}

void Fates::before(const ir::Fact &Fact, State &S) const {
  const bool Throws =
      Fact.Kind == FactKind::Throw || Fact.Kind == FactKind::Rethrow;
  const bool Ends = Fact.Kind == FactKind::Exit ||
                    (Fact.Kind == FactKind::Call && Fact.NoReturn);
  if (Throws && Fact.Unwind) {
    S = At[Fact.Unwind.index()];
  } else if (Throws || Ends) {
    S = initial(true);
    S.May.reset();
    if (Throws)
      leave(S, /*Returns=*/false);
  }
  if (Fact.Unwind)
    S.Sure &= At[Fact.Unwind.index()].Sure;
  setResult(Fact, S);
  auto Replace = [&](PlaceID P) {
    if (auto It = Places.find(P); It != Places.end())
      for (llvm::BitVector *V : {&S.Sure, &S.May, &S.Settled, &S.Failing})
        V->reset(It->second);
  };
  Replace(Fact.Dst);
  for (const ir::Acquired &A : Fact.Acq.Handles)
    Replace(A.Into);
  auto Give = [&](const ir::Operand &O, bool Released = false) {
    auto It = O.Place ? Places.find(O.Place) : Places.end();
    if (It == Places.end())
      return;
    Given.set(It->second);
    S.Settled.set(It->second);
    S.Failing.set(It->second);
    if (Released) {
      S.Sure.set(It->second);
      S.May.set(It->second);
    }
  };
  switch (Fact.Kind) {
  case FactKind::Release:
    Give(Fact.Ops[0], /*Released=*/!Fact.Ok);
    break;
  case FactKind::Call: {
    atObject(Fact, S);
    const bool Seen = Fact.Callee && (M.at(Fact.Callee).hasBody() ||
                                      M.at(Fact.Callee).Info.Borrows);
    for (unsigned I = 0; I != Fact.Args.size(); ++I)
      if (const bool Closed = IsCloser(Fact, I) && !isShared(Fact.Args[I]);
          Closed || (!Seen && !(Keeps && Keeps->Borrows(Fact, I))))
        Give(Fact.Args[I], Closed);
    break;
  }
  case FactKind::Assign:
  case FactKind::Move:
    if (outlives(Fact.Dst) || Carriers.contains(Fact.Dst))
      Give(Fact.Ops[0]);
    break;
  case FactKind::Insert:
  case FactKind::Transfer:
  case FactKind::Escape:
    for (const ir::Operand &O : Fact.Ops)
      Give(O);
    break;
  default:
    break;
  }
}

std::pair<Fates::Edges, Fates::Paths>
Fates::successOf(BlockID B, unsigned Index) const {
  const ir::Block &Block = F.block(B);
  llvm::SmallVector<PlaceID, 2> Results{F.fact(Block.Facts[Index]).Dst};
  for (ir::FactID ID : llvm::drop_begin(Block.Facts, Index + 1)) {
    const ir::Fact &Fact = F.fact(ID);
    if (Fact.Kind == FactKind::Assign && Fact.Ops[0].isPlace() &&
        llvm::is_contained(Results, Fact.Ops[0].Place))
      Results.push_back(Fact.Dst);
  }
  const bool Failed = failsAfter(FailingAt.test(B.index()), Block.Facts);
  const Edges All = edges(B);
  Edges Good;
  bool Tested = false;
  for (const ir::Edge &E : Block.Edges) {
    // A handle that is never released is settled only where the function fails.
    const State After = along(E);
    bool Fails =
        (Failed ? After.Failing : After.Settled).test(Places.size());
    for (const Condition &C : E.Assumes) {
      if (!C.LHS.isPlace() || !C.LHS.Place ||
          !llvm::is_contained(Results, C.LHS.Place))
        continue;
      Tested = true;
      const bool Number = F.place(C.LHS.Place).Type == ValueType::Int;
      Fails |= C.RHS.isConstant() &&
               (Number ? saysInvalid(C) &&
                             (C.Op != CompareOp::EQ || C.RHS.Constant != 0)
                       : C.Op == CompareOp::EQ && C.RHS.Constant == 0);
    }
    if (!Fails)
      Good.push_back(&E);
  }
  if (!Tested)
    return {All, Paths::Any};
  if (Good.empty() || Good.size() == All.size())
    return {All, Paths::Each};
  return {Good, Paths::Any};
}

Fates::State Fates::after(BlockID B, unsigned Index, const Edges &Taken,
                          Paths Which) const {
  const ir::Block &Block = F.block(B);
  State S = atEnd(B, Taken, Which);
  for (unsigned Down = Block.Facts.size(); --Down > Index;)
    before(F.fact(Block.Facts[Down]), S);
  if (failsAfter(FailingAt.test(B.index()),
                 llvm::ArrayRef(Block.Facts).take_front(Index)))
    S.Settled = S.Failing;
  return S;
}

Fates::State Fates::after(BlockID B, unsigned Index) const {
  return after(B, Index, edges(B), Paths::Any);
}

Fates::State Fates::afterSuccess(BlockID B, unsigned Index) const {
  const auto [Good, Which] = successOf(B, Index);
  return after(B, Index, Good, Which);
}
