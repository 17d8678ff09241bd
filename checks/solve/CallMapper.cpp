//===- CallMapper.cpp - A callee's outcome in its caller's terms ----------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/CallMapper.h"
#include "solve/Forget.h"
#include "llvm/ADT/DenseSet.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::CompareOp;
using ir::Operand;
using ir::PlaceKind;

/// \p Now lies at \p Global, of which only a constant is kept. What was read there
/// before has nothing to do with it.
void CallMapper::changeElsewhere(Disjunct &D, LocationID Global, Value Now) {
  forgetSymbols(D, R.Mem, {}, Memory::mark(SymbolKind::Entry, 0),
                [&](SymbolID S) {
    const Symbol &X = R.Mem.Symbols[S];
    return X.Kind == SymbolKind::Entry &&
           R.Mem.Locations.isUnder(X.At, Global);
  });
  R.clearBelow(D, Global);
  D.set(Global, Now.isConstant() ? Now : Value());
  D.Elsewhere |= !Now.isConstant();
}

bool CallMapper::assumeEntry(Disjunct &D, const Disjunct &From) {
  auto Narrow = [&](Value V, const Range &Is) {
    if (!V)
      return true;
    if (Is.Lo != Range().Lo &&
        !R.Mem.assume(D, V, CompareOp::GE, Value::constant(Is.Lo)))
      return false;
    if (Is.Hi != Range().Hi &&
        !R.Mem.assume(D, V, CompareOp::LE, Value::constant(Is.Hi)))
      return false;
    return !Is.Not ||
           R.Mem.assume(D, V, CompareOp::NE, Value::constant(*Is.Not));
  };
  for (const auto &[S, Is] : From.ranges())
    if (!Narrow(symbol(S), Is))
      return false;
  for (unsigned H = 0; H != From.Handles.size(); ++H) {
    const HandleState &Theirs = From.Handles[H];
    if (H >= Handles.size() || Handles[H] == ~0u)
      continue;
    const HandleState &Ours = D.Handles[Handles[H]];
    Range Is;
    Is.Lo = Theirs.Lo;
    Is.Hi = Theirs.Hi;
    if (Ours.Owner == Theirs.Owner &&
        !Narrow(Value::handle(Handles[H], Ours.Owner), Is))
      return false;
  }
  return true;
}

bool CallMapper::applyState(Disjunct &D, const Outcome &O) {
  if (!assumeEntry(D, O.At))
    return false;
  for (unsigned H = 0; H != O.At.Handles.size(); ++H) {
    if (H >= Handles.size() || Handles[H] == ~0u)
      continue;
    const HandleState &Theirs = O.At.Handles[H];
    HandleState &Ours = D.Handles[Handles[H]];
    ir::StringID Name;
    if (Fact.Callee)
      Name = R.Mem.M.at(Fact.Callee).Info.Display;
    Ours.SeenTo |= Theirs.SeenTo;
    Ours.Unblocked |= Theirs.Unblocked;
    if (Theirs.Exec != OnExec::Unknown)
      Ours.Exec = Theirs.Exec;
    if (Theirs.State == Typestate::Closed) {
      R.releaseHandle(D, Handles[H], Value::handle(Handles[H], Ours.Owner),
                      Fact, Closer, Name);
      continue;
    }
    if (Theirs.Used)
      R.useHandle(D, Handles[H], Name, Fact.Loc);
    if (Theirs.State == Typestate::Escaped &&
        Ours.State != Typestate::Closed)
      R.escapeHandle(D, Handles[H], Fact, "");
    else if (Theirs.State == Typestate::Foreign &&
             Ours.State == Typestate::Open && Ours.Owner != Theirs.Owner) {
      // A number that became a stream is a pointer now, and not null.
      Ours.Owner = Theirs.Owner;
      Ours.Lo = Theirs.Lo;
      Ours.Hi = Theirs.Hi;
    }
  }
  return true;
}

/// The records that the callee has made begin: what lies in one of an earlier
/// round, of the same call, lives on somewhere else.
void CallMapper::beginRecords(Disjunct &D, const Outcome &O) {
  llvm::SmallVector<LocationID, 2> Made;
  auto Note = [&](LocationID L) {
    LocationID Root = Callee.Locations.root(L);
    if (Callee.Locations[Root].Kind == LocationKind::Heap &&
        !llvm::is_contained(Made, Root))
      Made.push_back(Root);
  };
  for (const auto &[L, V] : O.At.store()) {
    Note(L);
    if (V.isAddress())
      Note(V.location());
  }
  for (LocationID Root : Made) {
    LocationID Record = location(Root);
    R.escapeBelow(D, Record, Fact, /*Havoc=*/false,
                  "several records of one site");
    R.clearBelow(D, Record);
    D.set(Record, {});
  }
}

bool CallMapper::apply(Disjunct &D, const Outcome &O, bool Seed) {
  for (unsigned H : Escaped)
    R.escapeHandle(D, H, Fact, "");
  auto Held = R.heldMask(D);
  if (!(Seed ? assumeEntry(D, O.At) : applyState(D, O)))
    return false;
  const uint32_t Number = R.factIndex(Fact);
  R.forgetDefinitions(D, Number);
  beginRecords(D, O);
  const auto Old = R.snapshot(D, Held);

  LocationID Result;
  if (Fact.Dst && (Result = R.Mem.locate(Before, Fact.Dst))) {
    R.clearBelow(D, Result);
    D.set(Result, Value::symbol(R.Mem.Symbols.definition(Number, Result)));
  }
  llvm::SmallVector<std::pair<LocationID, Value>, 8> Writes;
  llvm::SmallVector<unsigned, 2> Kept; // where the caller does not look
  if (O.At.Elsewhere) { // by a callee of its own: it may be any
    D.eraseIf([&](const Disjunct::Cell &C) {
      return R.Mem.isElsewhere(C.first);
    });
    D.Elsewhere = true;
  }
  for (const auto &[L, V] : O.At.store())
    if (!location(L)) {
      if (LocationID Global = elsewhere(L))
        changeElsewhere(D, Global, V);
      ir::PlaceID P = Callee.variableOf(L);
      if (Value Ours = value(V);
          Ours.isHandle() && P &&
          Callee.F.place(P).Kind == PlaceKind::Global)
        Kept.push_back(Ours.handle());
    }
  for (const auto &[L, V] : O.At.store())
    if (LocationID To = location(L)) {
      LocationID From = V.isCopy() ? location(V.location()) : LocationID();
      Writes.push_back({To, From ? Value::copyOf(From) : value(V)});
    }
  bool Freed = false; // what is lost goes with the record that held it
  for (const auto &[L, V] : O.At.store())
    if (V.isSymbol() &&
        Callee.Symbols[V.symbol()].Kind == SymbolKind::Definition)
      Freed |= Callee.F.Facts[Callee.Symbols[V.symbol()].Number].Kind ==
               ir::FactKind::Free;
  llvm::DenseSet<LocationID> InUse;
  for (const auto &[To, V] : Writes)
    if (R.writesInUse(Before, Fact, To))
      InUse.insert(To);
  // Whole records first, then what is known below them.
  llvm::sort(Writes, [&](const auto &A, const auto &B) {
    return std::pair(R.Mem.Locations[A.first].Depth, A.first) <
           std::pair(R.Mem.Locations[B.first].Depth, B.first);
  });
  for (const auto &[To, V] : Writes) {
    if (V.isCopy()) {
      R.copyRecord(D, To, V.location(), Before);
      continue;
    }
    if (V.isSymbol()) {
      const Symbol &S = R.Mem.Symbols[V.symbol()];
      bool Gone = S.Kind == SymbolKind::Imported && S.Number == Number &&
                  Callee.Symbols[S.Of].Kind == SymbolKind::Havoc;
      if (Gone)
        R.escapeBelow(D, To, Fact, /*Havoc=*/false, "unknown callee");
      if (Gone || R.Mem.Locations[To].Depth == 0)
        R.clearBelow(D, To);
    }
    if (V.isHandle()) {
      ir::PlaceID P = R.Mem.variableOf(To);
      D.Handles[V.handle()].Kept |=
          !P || R.Mem.F.place(P).Kind != PlaceKind::Temp;
    }
    const Value New =
        V ? V : Value::symbol(R.Mem.Symbols.definition(Number, To));
    if (InUse.count(To) && D.at(To) != New)
      D.set(To, New); // the store is to that very element
    else
      R.write(D, To, New);
  }
  for (const auto &[S, Is] : O.At.ranges())
    if (Callee.Symbols[S].Kind != SymbolKind::Entry) {
      Value V = symbol(S);
      if (V.isSymbol() &&
          R.Mem.Symbols[V.symbol()].Kind == SymbolKind::Imported)
        D.setRange(V.symbol(), Is);
    }
  for (unsigned H : Kept)
    if (D.Handles[H].State == Typestate::Open)
      R.escapeHandle(D, H, Fact, "");
  if (O.Throws) // else a destructor may run while another is in flight
    D.Thrown = O.At.Thrown;
  if (O.At.In == World::Child) {
    D.In = World::Child;
    D.Swept = false;
    for (HandleState &H : D.Handles)
      H.Parked = true;
  }
  if (O.At.Swept) {
    if (D.In == World::Child || !R.Forks)
      for (HandleState &H : D.Handles)
        H.SeenTo = true;
    D.Swept = true;
  }
  D.IsParent |= O.At.IsParent;
  D.ExecFailed |= O.At.ExecFailed;
  D.ClosedStandard |= O.At.ClosedStandard;
  R.loseUnheld(D, Held, Old, Freed ? LossKind::Free : LossKind::Overwrite,
               Fact.Loc);
  return true;
}
