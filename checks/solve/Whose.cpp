//===- Whose.cpp - Whose memory a location is in --------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Memory.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::PlaceKind;

unsigned Memory::pointerDepth(SymbolID S) const {
  unsigned Depth = 0;
  while (true) {
    const Symbol &X = Symbols[S];
    if (X.Of && X.Kind == SymbolKind::Part) {
      S = X.Of;
      ++Depth;
      continue;
    }
    if (!X.At)
      return Depth;
    const Location &Root = Locations[Locations.root(X.At)];
    if (Root.Kind != LocationKind::Object)
      return Depth;
    S = SymbolID(Root.Payload);
    ++Depth;
  }
}

LocationID Memory::object(SymbolID Pointer) {
  constexpr unsigned MaxPointers = 4;
  if (pointerDepth(Pointer) > MaxPointers)
    return {};
  bool OneOfMany = false;
  Symbols.forEachPart(Pointer, [&](SymbolID S) {
    OneOfMany |= Locations.isOneOfMany(Symbols[S].At);
    return !OneOfMany;
  });
  return Locations.object(Pointer, OneOfMany);
}

bool Memory::isCallers(LocationID L) const {
  while (true) {
    const Location &Root = Locations[Locations.root(L)];
    if (Root.Kind == LocationKind::Variable) {
      PlaceKind Kind = F.place(ir::PlaceID(Root.Payload)).Kind;
      return Kind == PlaceKind::Param || Kind == PlaceKind::This ||
             Kind == PlaceKind::Global;
    }
    if (Root.Kind != LocationKind::Object)
      return Root.Kind == LocationKind::Global;
    const Symbol *S = &Symbols[SymbolID(Root.Payload)];
    while (S->Kind == SymbolKind::Part || S->LHS.isSymbol())
      S = &Symbols[S->Kind == SymbolKind::Part ? S->Of : S->LHS.symbol()];
    if (S->Kind != SymbolKind::Entry)
      return false;
    L = S->At;
  }
}

bool Memory::outlives(LocationID L) const {
  ir::PlaceID Variable = variableOf(L);
  if (!Variable) // an object of a caller; a heap record is asked for elsewhere
    return Locations[Locations.root(L)].Kind == LocationKind::Object;
  PlaceKind Kind = F.place(Variable).Kind;
  return Kind == PlaceKind::Global || Kind == PlaceKind::Return;
}

bool Memory::isLeft(const Disjunct &D, LocationID Heap) const {
  return llvm::any_of(D.store(), [&](const Disjunct::Cell &C) {
    return C.second.isAddress() && C.second.location() == Heap &&
           outlives(C.first);
  });
}

bool Memory::isRooted(LocationID L) const {
  const LocationID Top = Locations.root(L);
  const Location &Root = Locations[Top];
  if (Root.Kind != LocationKind::Object)
    return true;
  if (Rooted.size() <= Top.index())
    Rooted.resize(Locations.size());
  uint8_t &Known = Rooted[Top.index()];
  if (!Known) {
    const Symbol *S = &Symbols[SymbolID(Root.Payload)];
    while (S->Kind == SymbolKind::Part || S->LHS.isSymbol())
      S = &Symbols[S->Kind == SymbolKind::Part ? S->Of : S->LHS.symbol()];
    const bool Is = S->Kind == SymbolKind::Entry && isRooted(S->At);
    Rooted[Top.index()] = Is ? 2 : 1;
    return Is;
  }
  return Known == 2;
}

uint64_t Memory::mark(SymbolKind Kind, uint32_t Number) {
  constexpr uint64_t Odd = 0x9e3779b97f4a7c15; // spreads into the high bits
  return uint64_t(1) << ((Number * 8 + uint64_t(Kind)) * Odd >> 58);
}

uint64_t Memory::marks(SymbolID S) const {
  if (S.index() < Marks.size() && Marks[S.index()])
    return Marks[S.index()];
  const Symbol &X = Symbols[S];
  uint64_t All = 0;
  switch (X.Kind) {
  case SymbolKind::Definition:
  case SymbolKind::Imported:
  case SymbolKind::Havoc: // one fact makes them all
    All = mark(SymbolKind::Definition, X.Number);
    break;
  case SymbolKind::Join:
    All = mark(SymbolKind::Join, X.Number);
    break;
  case SymbolKind::Stale:
    All = mark(SymbolKind::Stale, X.At.index());
    break;
  default:
    All = mark(SymbolKind::Entry, 0);
    break;
  }
  if (X.Of && (X.Kind == SymbolKind::Part || X.Kind == SymbolKind::Answer))
    All |= marks(X.Of);
  for (const Value &V : {X.LHS, X.RHS})
    if (V.isSymbol())
      All |= marks(V.symbol());
  if (X.At)
    if (const Location &Root = Locations[Locations.root(X.At)];
        Root.Kind == LocationKind::Object)
      All |= marks(SymbolID(Root.Payload));
  if (Marks.size() <= S.index())
    Marks.resize(S.index() + 1);
  return Marks[S.index()] = All;
}
