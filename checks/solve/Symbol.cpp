//===- Symbol.cpp - Values that have a name but no number -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Symbol.h"
#include <algorithm>

using namespace fdtidy;
using namespace fdtidy::solve;

static uint64_t hash(const Symbol &S) {
  constexpr uint64_t Odd = 0x9e3779b97f4a7c15; // spreads into the high bits
  uint64_t H = uint64_t(S.At.index()) << 32 | S.Number;
  auto Mix = [&](uint64_t More) { H = (H ^ H >> 29 ^ More) * Odd; };
  Mix(uint64_t(S.Kind));
  if (S.Of)
    Mix(S.Of.index());
  if (S.LHS) {
    Mix(uint64_t(S.Op));
    for (const Value &V : {S.LHS, S.RHS}) {
      Mix(uint64_t(V.Which) << 32 | V.ID);
      Mix(V.Number);
    }
  }
  return H ^ H >> 32;
}

void SymbolTable::grow() {
  Slots.assign(std::max<size_t>(64, 2 * Slots.size()), 0);
  for (uint32_t I = 0; I != Table.size(); ++I) {
    size_t At = hash(Table[I]) & (Slots.size() - 1);
    while (Slots[At])
      At = (At + 1) & (Slots.size() - 1);
    Slots[At] = I + 1;
  }
}

SymbolID SymbolTable::intern(const Symbol &S) {
  if (2 * Table.size() >= Slots.size())
    grow();
  size_t At = hash(S) & (Slots.size() - 1);
  for (; Slots[At]; At = (At + 1) & (Slots.size() - 1))
    if (Table[Slots[At] - 1] == S)
      return SymbolID(Slots[At] - 1);
  Table.push_back(S);
  Slots[At] = Table.size();
  return SymbolID(Table.size() - 1);
}

SymbolID SymbolTable::answer(ir::FunctionID F, llvm::ArrayRef<Value> Args) {
  SymbolID S;
  do {
    Value LHS, RHS;
    if (!Args.empty())
      LHS = Args.front();
    if (Args.size() > 1)
      RHS = Args[1];
    S = intern({SymbolKind::Answer, {}, F.index(), S, {}, LHS, RHS});
    Args = Args.drop_front(std::min<size_t>(Args.size(), 2));
  } while (!Args.empty());
  return S;
}

bool SymbolTable::isAbout(SymbolID S,
                          llvm::function_ref<bool(Value)> Is) const {
  for (; S; S = Table[S.index()].Of)
    if (Is(Table[S.index()].LHS) || Is(Table[S.index()].RHS))
      return true;
  return false;
}
