//===- Symbol.cpp - Values that have a name but no number -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Symbol.h"

using namespace fdtidy;
using namespace fdtidy::solve;

SymbolID SymbolTable::intern(const Symbol &S) {
  auto [It, New] = Index.try_emplace(
      Key(S.Kind, S.At, S.Number, S.Of, S.Op, S.LHS, S.RHS), Table.size());
  if (New)
    Table.push_back(S);
  return SymbolID(It->second);
}

bool SymbolTable::dependsOn(SymbolID ID, uint32_t Fact) const {
  const Symbol &S = Table[ID.index()];
  switch (S.Kind) {
  case SymbolKind::Definition:
  case SymbolKind::Imported:
  case SymbolKind::Havoc:
    return S.Number == Fact;
  case SymbolKind::Part:
    return dependsOn(S.Of, Fact);
  case SymbolKind::Test:
    return (S.LHS.isSymbol() && dependsOn(S.LHS.symbol(), Fact)) ||
           (S.RHS.isSymbol() && dependsOn(S.RHS.symbol(), Fact));
  default:
    return false;
  }
}
