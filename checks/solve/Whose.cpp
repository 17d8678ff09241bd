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
  });
  return Locations.object(Pointer, OneOfMany);
}

ir::PlaceID Memory::variableOf(LocationID L) const {
  const Location &Root = Locations[Locations.root(L)];
  return Root.Kind == LocationKind::Variable ? ir::PlaceID(Root.Payload)
                                             : ir::PlaceID();
}

bool Memory::isLocal(LocationID L) const {
  ir::PlaceID Variable = variableOf(L);
  return Variable && F.place(Variable).Kind != PlaceKind::Global;
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
