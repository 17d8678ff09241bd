//===- Forget.cpp - When a name means another value -----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Forget.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace fdtidy;
using namespace fdtidy::solve;

using Predicate = llvm::function_ref<bool(SymbolID)>;

namespace {
/// The symbols for which Is holds, all of which have one of the marks.
struct Sought {
  const Memory &Mem;
  uint64_t Marks;
  Predicate Is;

  /// Whether one of the pointers that lead to \p L is such a symbol.
  bool leadTo(LocationID L) const {
    if (!L)
      return false;
    const Location &Root = Mem.Locations[Mem.Locations.root(L)];
    return Root.Kind == LocationKind::Object && make(SymbolID(Root.Payload));
  }

  /// Whether \p S is such a symbol, or computed from one, or read through one.
  bool make(SymbolID S) const {
    if (!(Mem.marks(S) & Marks))
      return false;
    if (Is(S))
      return true;
    const Symbol &X = Mem.Symbols[S];
    const bool HasOf = X.Of && (X.Kind == SymbolKind::Part ||
                                X.Kind == SymbolKind::Answer);
    return (HasOf && make(X.Of)) ||
           (X.LHS.isSymbol() && make(X.LHS.symbol())) ||
           (X.RHS.isSymbol() && make(X.RHS.symbol())) || leadTo(X.At);
  }
};
} // namespace

void solve::forgetSymbols(Disjunct &D, Memory &Mem, LocationID Home,
                          uint64_t Mark, Predicate IsOld) {
  // What is left stale here may be so from the round before.
  llvm::SmallVector<SymbolID, 4> Stale;
  llvm::SmallVector<LocationID, 4> Holders, Gone;
  const Sought Old{Mem, Mark, IsOld};
  for (const auto &[L, V] : D.store())
    if (V.isSymbol() && L != Home && Old.make(V.symbol())) {
      Holders.push_back(L);
      Stale.push_back(Mem.Symbols.stale(L));
      Mark |= Memory::mark(SymbolKind::Stale, L.index());
    }
  auto IsGone = [&](SymbolID S) {
    return IsOld(S) || llvm::is_contained(Stale, S);
  };
  const Sought All{Mem, Mark, IsGone};
  for (const auto &[L, V] : D.store())
    if (All.leadTo(L)) {
      if (V.isHandle() && D.Handles[V.handle()].State == Typestate::Open)
        D.Handles[V.handle()].State = Typestate::Escaped;
      Gone.push_back(L);
    }
  for (LocationID L : Holders)
    D.set(L, Value::symbol(Mem.Symbols.stale(L)));
  for (LocationID L : Gone)
    D.set(L, {});
  for (HandleState &H : D.Handles)
    if (H.AtLeast && All.make(H.AtLeast))
      H.AtLeast = {};
  D.eraseRangesIf([&](const Disjunct::Fact &F) { return All.make(F.first); });
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
  const uint64_t Mark = Memory::mark(SymbolKind::Join, Point);
  const Sought Joined{Mem, Mark, Note};
  for (const auto &[L, V] : D.store()) {
    Joined.leadTo(L);
    if (V.isSymbol())
      Joined.make(V.symbol());
  }
  for (const auto &[S, R] : D.ranges())
    Joined.make(S);
  for (SymbolID S : Old) {
    const LocationID Home = Mem.Symbols[S].At;
    auto IsOld = [&](SymbolID X) { return X == S; };
    const Value Now = D.at(Home);
    const bool Follows =
        Now.isSymbol() && Sought{Mem, Mark, IsOld}.make(Now.symbol());
    const Range Known = Mem.range(D, Now);
    // How it compares with another number moves on with it.
    llvm::SmallVector<Disjunct::Fact, 2> Relations;
    if (const auto [Of, Delta] =
            Now.isSymbol() ? Mem.Symbols.split(Now.symbol())
                           : std::make_pair(SymbolID(), int64_t(0));
        Of && Of == S)
      for (const auto &[Fact, R] : D.ranges())
        if (const Symbol &X = Mem.Symbols[Fact];
            X.Kind == SymbolKind::Difference &&
            (X.LHS == Value::symbol(S) || X.RHS == Value::symbol(S)))
          Relations.push_back(
              {Fact, R.shifted(X.LHS == Value::symbol(S) ? Delta : -Delta)});
    forgetSymbols(D, Mem, Home, Mark, IsOld);
    if (!Follows)
      continue;
    D.set(Home, Value::symbol(S));
    D.setRange(S, Known);
    for (const auto &[Fact, R] : Relations)
      D.setRange(Fact, R);
  }
}
