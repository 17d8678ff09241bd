//===- Thread.cpp - What a new thread does with what it is given ----------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A thread runs whenever it likes, so nothing that it does is placed in time. But
// one whose body is in view, comes to an end, and neither closes a handle nor
// keeps it is no owner: who started it still is. One that closes it on some paths
// only leaves it, on the others, to who started it.
//===----------------------------------------------------------------------===//
#include "solve/CallMapper.h"
#include "solve/Run.h"

using namespace fdtidy;
using namespace fdtidy::solve;

/// What outcome \p O of the body leaves of \p Of, which lies at \p Holders.
/// Returns false if it is changed or gets another holder there.
static bool leavesAlone(CallMapper &Map, const Memory &Ours, const Memory &Body,
                        const Outcome &O, Value Of,
                        llvm::ArrayRef<LocationID> Holders,
                        llvm::SmallVectorImpl<LocationID> &Freed) {
  for (const auto &[L, V] : O.At.store()) {
    const LocationID To = Map.location(L);
    const bool Same = Map.value(V) == Of;
    if (!To) { // a variable of the body, or a global that we do not know
      ir::PlaceID P = Body.variableOf(L);
      if (Same && P && Body.F.place(P).Kind == ir::PlaceKind::Global)
        return false;
      continue;
    }
    if (Same && !llvm::is_contained(Holders, To))
      return false;
    if (Same || llvm::none_of(Holders, [&](LocationID Holder) {
          return Ours.Locations.isUnder(Holder, To);
        }))
      continue;
    const bool IsFree =
        V.isSymbol() &&
        Body.Symbols[V.symbol()].Kind == SymbolKind::Definition &&
        Body.Symbols[V.symbol()].Number < Body.F.Facts.size() &&
        Body.F.Facts[Body.Symbols[V.symbol()].Number].Kind ==
            ir::FactKind::Free;
    if (!IsFree)
      return false;
    Freed.push_back(To);
  }
  return true;
}

bool Run::threadBorrows(const Disjunct &D, const ir::Fact &Fact,
                        const Summary &Body, Value Of,
                        llvm::SmallVectorImpl<LocationID> &Freed) {
  if (Body.Base.empty()) // it never ends
    return false;
  CallMapper Map(*this, D, Fact, Body);
  for (const EntryGroup &G : Body.Entries) {
    Value Released = Map.symbol(G.Number);
    if (Released == Of || !Released)
      return false;
  }
  for (SymbolID Gone : Body.Escaping) {
    Value V = Map.symbol(Gone);
    if (V == Of || (V.isAddress() && leadsToOpen(D, V.location())))
      return false;
  }
  llvm::SmallVector<LocationID, 4> Holders;
  for (const auto &[L, V] : D.store())
    if (V == Of)
      Holders.push_back(L);
  return llvm::all_of(Body.Base, [&](const Outcome &O) {
    return leavesAlone(Map, Mem, *Body.Tables, O, Of, Holders, Freed);
  });
}

bool Run::threadMayLeave(const Disjunct &D, const ir::Fact &Fact,
                         ir::FunctionID Callee, const Summary &Body,
                         llvm::SmallVectorImpl<LocationID> &Freed) {
  if (D.Handles.size() != 1 || D.Handles[0].State != Typestate::Open)
    return false;
  const Value Of = Value::handle(0, D.Handles[0].Owner);
  const EntryGroup *Bound = nullptr;
  {
    CallMapper Map(*this, D, Fact, Body);
    for (const EntryGroup &G : Body.Entries)
      if (Map.symbol(G.Number).isHandle(0)) {
        if (Bound)
          return false;
        Bound = &G;
      }
    for (SymbolID Gone : Body.Escaping)
      if (Value V = Map.symbol(Gone);
          V.isAddress() && leadsToOpen(D, V.location()))
        return false;
  }
  if (!Bound)
    return false;
  Callees.complete(Callee, Bound - Body.Entries.data());
  llvm::SmallVector<LocationID, 4> Holders;
  for (const auto &[L, V] : D.store())
    if (V == Of)
      Holders.push_back(L);
  return llvm::any_of(Bound->Outcomes, [&](const Outcome &O) {
    // The process ends if an exception leaves the thread.
    if (O.Throws || O.At.In != World::Same || O.At.Handles.size() != 1 ||
        O.At.Handles[0].State != Typestate::Foreign)
      return false;
    CallMapper Map(*this, D, Fact, Body);
    Map.bind(0, 0, Bound->Owner);
    Disjunct Told = D;
    Freed.clear();
    return Map.assumeEntry(Told, O.At) &&
           leavesAlone(Map, Mem, *Body.Tables, O, Of, Holders, Freed);
  });
}

bool Run::startThread(Disjunct &D, const ir::Fact &Fact, ir::FunctionID Callee,
                      Disjuncts &Out) {
  const Summary *Body = Callee ? Callees.summary(Callee) : nullptr;
  llvm::SmallVector<LocationID, 2> Freed;
  // A run without a handle asks nothing; one for a number from elsewhere has
  // no duty that could be left.
  const bool Follows =
      Follow.Which == Focus::Kind::Site && !D.Handles.empty() && !Seeding;
  const bool Asks = Follows && Body && Body->Known;
  bool Borrows = Asks;
  for (unsigned H = 0; Borrows && H != D.Handles.size(); ++H) {
    if (D.Handles[H].State != Typestate::Open)
      continue;
    Value V = Value::handle(H, D.Handles[H].Owner);
    Borrows = threadBorrows(D, Fact, *Body, V, Freed);
  }
  if (Borrows) {
    afterThread(D, Fact, *Body, Freed);
    return true;
  }
  if (Asks && threadMayLeave(D, Fact, Callee, *Body, Freed)) {
    Disjunct Left = D;
    afterThread(Left, Fact, *Body, Freed);
    Out.push_back(std::move(Left));
  }
  return callUnknown(D, Fact, Callee);
}

void Run::afterThread(Disjunct &D, const ir::Fact &Fact, const Summary &Body,
                      llvm::ArrayRef<LocationID> Freed) {
  CallMapper Map(*this, D, Fact, Body);
  for (SymbolID Used : Body.Touched)
    touch(D, Map.symbol(Used));
  for (SymbolID Seen : Body.SeenTo)
    seeTo(D, Map.symbol(Seen));
  // What else it may write nobody knows at any time from here on.
  llvm::SmallVector<LocationID, 8> Written;
  for (const Outcome &O : Body.Base)
    for (const auto &[L, V] : O.At.store())
      if (LocationID To = Map.location(L))
        Written.push_back(To);
  auto Held = heldMask(D);
  auto Old = snapshot(D, Held);
  for (LocationID L : Freed)
    clearBelow(D, L);
  for (LocationID L : Written)
    if (!D.at(L).isHandle())
      D.set(L, Value::symbol(Mem.Symbols.havoc(factIndex(Fact), L)));
  loseUnheld(D, Held, Old, LossKind::Free, Fact.Loc);
  if (Fact.Dst)
    define(D, Fact.Dst);
}
