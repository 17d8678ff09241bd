//===- Forget.cpp - When a name means another value -----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Forget.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace fdtidy;
using namespace fdtidy::solve;

using Predicate = llvm::function_ref<bool(SymbolID)>;

static bool isMadeOf(const Memory &Mem, SymbolID S, Predicate Is);

/// Whether one of the pointers that lead to \p L is such a symbol.
static bool isBehind(const Memory &Mem, LocationID L, Predicate Is) {
  if (!L)
    return false;
  const Location &Root = Mem.Locations[Mem.Locations.root(L)];
  return Root.Kind == LocationKind::Object &&
         isMadeOf(Mem, SymbolID(Root.Payload), Is);
}

/// Whether \p S is such a symbol, or computed from one, or read through one.
static bool isMadeOf(const Memory &Mem, SymbolID S, Predicate Is) {
  if (Is(S))
    return true;
  const Symbol &X = Mem.Symbols[S];
  const bool HasOf = X.Of && (X.Kind == SymbolKind::Part ||
                              X.Kind == SymbolKind::Answer);
  return (HasOf && isMadeOf(Mem, X.Of, Is)) ||
         (X.LHS.isSymbol() && isMadeOf(Mem, X.LHS.symbol(), Is)) ||
         (X.RHS.isSymbol() && isMadeOf(Mem, X.RHS.symbol(), Is)) ||
         isBehind(Mem, X.At, Is);
}

void solve::forgetSymbols(Disjunct &D, Memory &Mem, LocationID Home,
                          Predicate IsOld) {
  // What is left stale here may be so from the round before.
  llvm::SmallVector<SymbolID, 4> Stale;
  llvm::SmallVector<LocationID, 4> Holders, Gone;
  for (const auto &[L, V] : D.store())
    if (V.isSymbol() && L != Home && isMadeOf(Mem, V.symbol(), IsOld)) {
      Holders.push_back(L);
      Stale.push_back(Mem.Symbols.stale(L));
    }
  auto IsGone = [&](SymbolID S) {
    return IsOld(S) || llvm::is_contained(Stale, S);
  };
  for (const auto &[L, V] : D.store())
    if (isBehind(Mem, L, IsGone)) {
      if (V.isHandle() && D.Handles[V.handle()].State == Typestate::Open)
        D.Handles[V.handle()].State = Typestate::Escaped;
      Gone.push_back(L);
    }
  for (LocationID L : Holders)
    D.set(L, Value::symbol(Mem.Symbols.stale(L)));
  for (LocationID L : Gone)
    D.set(L, {});
  for (HandleState &H : D.Handles)
    if (H.AtLeast && isMadeOf(Mem, H.AtLeast, IsGone))
      H.AtLeast = {};
  D.eraseRangesIf([&](const Disjunct::Fact &F) {
    return isMadeOf(Mem, F.first, IsGone);
  });
}

void solve::beginRound(Disjunct &D, uint32_t Point, Memory &Mem) {
  llvm::SmallVector<SymbolID, 4> Old;
  auto Note = [&](SymbolID S) {
    const Symbol &X = Mem.Symbols[S];
    if (X.Kind == SymbolKind::Join && X.Number == Point &&
        D.at(X.At) != Value::symbol(S) && !llvm::is_contained(Old, S))
      Old.push_back(S);
    return false; // goes on to all that it is made of
  };
  for (const auto &[L, V] : D.store()) {
    isBehind(Mem, L, Note);
    if (V.isSymbol())
      isMadeOf(Mem, V.symbol(), Note);
  }
  for (const auto &[S, R] : D.ranges())
    isMadeOf(Mem, S, Note);
  for (SymbolID S : Old) {
    const LocationID Home = Mem.Symbols[S].At;
    auto IsOld = [&](SymbolID X) { return X == S; };
    const Value Now = D.at(Home);
    const bool Follows = Now.isSymbol() && isMadeOf(Mem, Now.symbol(), IsOld);
    const Range Known = Mem.range(D, Now);
    forgetSymbols(D, Mem, Home, IsOld);
    if (!Follows)
      continue;
    D.set(Home, Value::symbol(S));
    D.setRange(S, Known);
  }
}
