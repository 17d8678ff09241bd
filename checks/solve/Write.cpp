//===- Write.cpp - What is stored, and what it makes old ------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Forget.h"
#include "solve/Run.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;

void Run::write(Disjunct &D, LocationID L, Value V) {
  // A store to one of many elements leaves the others as they are.
  if (Value Was = D.at(L); Mem.Locations.isOneOfMany(L) && Was.isHandle() &&
                           !V.isHandle() && !isTheElement(D, L, Was.handle()))
    return;
  D.set(L, V);
  forgetAnswers(D, L);
}

/// Whether the object at \p L, to which an element points, is the one that holds
/// handle \p H, and no other element's: what was closed was closed there, or it
/// was read from there.
bool Run::isTheElement(const Disjunct &D, LocationID L, unsigned H) const {
  if (Mem.Locations.isWeak(L))
    return false;
  return D.Handles[H].State == Typestate::Closed ||
         llvm::any_of(D.store(), [&](const Disjunct::Cell &C) {
           return C.second.isHandle(H) && Mem.isLocal(C.first);
         });
}

/// Something is written at \p L: what was said of the object there, or of a
/// pointer to it, need not be true any more.
void Run::forgetAnswers(Disjunct &D, LocationID L) {
  const LocationID Root = Mem.Locations.root(L);
  auto IsThere = [&](Value V) {
    if (V.isAddress())
      return Mem.Locations.root(V.location()) == Root;
    return V.isSymbol() && Mem.Locations[Root].Kind == LocationKind::Object &&
           Mem.Locations[Root].Payload == V.ID;
  };
  D.eraseRangesIf([&](const Disjunct::Fact &F) {
    return Mem.Symbols.isAnswer(F.first) &&
           Mem.Symbols.isAbout(F.first, IsThere);
  });
}

bool Run::isNext(LocationID At, LocationID L) const {
  while (Mem.Locations[At].Depth > Mem.Locations[L].Depth + 1)
    At = Mem.Locations[At].Parent;
  const LocationKind Step = Mem.Locations[At].Kind;
  return At != L &&
         (Step == LocationKind::Index || Step == LocationKind::AnyIndex);
}

void Run::clearBelow(Disjunct &D, LocationID L, Extent Of) {
  if (Mem.Locations[L].HasParts)
    D.eraseIf([&](const Disjunct::Cell &C) {
      return C.first != L && Mem.Locations.isUnder(C.first, L) &&
             !(Of == Extent::First && isNext(C.first, L));
    });
  if (Value V = D.at(L); V.isHandle() || V.isAddress() || V.isCopy())
    D.set(L, {});
}

void Run::copyRecord(Disjunct &D, LocationID To, LocationID From,
                     const Disjunct &Was, Extent Of) {
  if (To == From)
    return;
  llvm::SmallVector<Disjunct::Cell, 8> Cells;
  forEachUnder(Was, From, [&](const Disjunct::Cell &C) {
    if (C.first != From &&
        !(Of == Extent::First && isNext(C.first, From)))
      Cells.push_back(C);
  });
  Value Whole = Was.at(From);
  if (!Whole) {
    Value Read = Mem.load(Was, From);
    if (Read.isSymbol() &&
        Mem.Symbols[Read.symbol()].Kind == SymbolKind::Entry)
      Whole = Value::copyOf(Mem.Symbols[Read.symbol()].At);
    else
      Whole = Read;
  }
  // One of many elements is written; if another one holds a handle, it stays.
  const bool Other = isHeldByAnother(D, To);
  if (!Other) {
    clearBelow(D, To, Of);
    if (Of == Extent::Whole || !Mem.Locations[To].IsArray)
      D.set(To, Whole); // else it would say something of the next elements, too
  }
  for (const auto &[L, V] : Cells)
    if (const LocationID At = Mem.Locations.rebase(L, From, To);
        !Other || V.isHandle())
      D.set(At, V);
}

bool Run::isHeldByAnother(const Disjunct &D, LocationID To) const {
  return Mem.Locations.isOneOfMany(To) &&
         llvm::any_of(D.store(), [&](const Disjunct::Cell &C) {
           return C.second.isHandle() && Mem.Locations.isUnder(C.first, To) &&
                  D.Handles[C.second.handle()].State == Typestate::Open;
         });
}

void Run::define(Disjunct &D, ir::PlaceID Dst, const Range &R) {
  if (!Dst)
    return;
  LocationID L = Mem.locate(D, Dst);
  if (!L)
    return;
  // Facts are stored in order; the one that defines is found by its place.
  uint32_t Number = CurrentFact;
  auto Held = heldMask(D);
  auto Old = snapshot(D, Held);
  forgetDefinitionsAt(D, Number, L);
  if (!Mem.Locations.isOneOfMany(L)) // the other elements stay as they are
    clearBelow(D, L);
  SymbolID S = Mem.Symbols.definition(Number, L);
  write(D, L, Value::symbol(S));
  D.setRange(S, R);
  if (Follow.Which == Focus::Kind::Number && Follow.Number == S &&
      !Seeding) {
    HandleState &H = D.Handles[0];
    if (!D.isHeld(0) && H.State != Typestate::Closed) {
      H.State = Typestate::Foreign;
      H.Owner = Follow.Owner;
      D.set(L, Value::handle(0, Follow.Owner));
    }
  }
  loseUnheld(D, Held, Old, LossKind::Overwrite, Mem.F.Facts[Number].Loc);
}

void Run::forgetDefinitionsAt(Disjunct &D, uint32_t Fact, LocationID At) {
  SymbolID S = Mem.Symbols.definition(Fact, At);
  forgetSymbols(D, Mem, At, Memory::mark(SymbolKind::Definition, Fact),
                [&](SymbolID Old) { return Old == S; });
}

LocationID Run::behindResult() const {
  if (Follow.Which != Focus::Kind::Number)
    return {};
  const Symbol &Number = Mem.Symbols[Follow.Number];
  return Number.Kind == SymbolKind::Entry && !Mem.isCallers(Number.At)
             ? Number.At
             : LocationID();
}

void Run::forgetDefinitions(Disjunct &D, uint32_t Fact) {
  // The pointer that leads to the number which is followed may be made here. As
  // long as nothing has become of the number, it is not an earlier round's.
  const LocationID Home = behindResult();
  const bool New = Home && D.Handles[0].State == Typestate::Foreign;
  const Value Number = New ? D.at(Home) : Value();
  forgetSymbols(D, Mem, LocationID(),
                Memory::mark(SymbolKind::Definition, Fact),
                [&](SymbolID Old) { return Mem.Symbols.isOf(Old, Fact); });
  if (Number.isHandle() && !D.isHeld(0))
    D.set(Home, Number);
}
