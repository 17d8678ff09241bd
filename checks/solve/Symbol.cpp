//===- Symbol.cpp - Values that have a name but no number -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Symbol.h"

using namespace fdtidy;
using namespace fdtidy::solve;

SymbolID SymbolTable::intern(const Symbol &S) {
  auto Hash = [](const Value &V) {
    return llvm::hash_combine(unsigned(V.Which), V.ID, V.Number);
  };
  size_t Key =
      llvm::hash_combine(unsigned(S.Kind), S.At, S.Number, S.Of,
                         unsigned(S.Op), Hash(S.LHS), Hash(S.RHS));
  auto [First, Last] = Index.equal_range(Key);
  for (auto It = First; It != Last; ++It)
    if (Table[It->second] == S)
      return SymbolID(It->second);
  Index.emplace(Key, Table.size());
  Table.push_back(S);
  return SymbolID(Table.size() - 1);
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
  case SymbolKind::Offset:
  case SymbolKind::Masked:
    return (S.LHS.isSymbol() && dependsOn(S.LHS.symbol(), Fact)) ||
           (S.RHS.isSymbol() && dependsOn(S.RHS.symbol(), Fact));
  default:
    return false;
  }
}
