//===- Keys.cpp - Numbers by which elements are found ---------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `conns[fd]` keeps the number as well as a variable would: who goes through the
// map finds it in the key, and who knows it by other means, from epoll or from the
// readiness of its descriptor, finds the element of an array. Where something else
// holds the handle the key is a mere copy.
//===----------------------------------------------------------------------===//
#include "solve/Run.h"
#include <utility>

using namespace fdtidy;
using namespace fdtidy::solve;

void Run::becomesKey(Disjunct &D, Value V, LocationID At) {
  if (!At)
    return;
  if (V.isHandle()) {
    LocationID &Key = D.Handles[V.handle()].Key;
    if (!Key || !Mem.Locations.isUnder(Key, At)) // the key says more
      Key = At;
    return;
  }
  // A caller's variable: the caller needs no other holder than this function.
  const LocationID From =
      V.isSymbol() ? Mem.Symbols[V.symbol()].At : LocationID();
  const ir::PlaceID P = From && !Mem.Locations[From].Parent
                            ? Mem.variableOf(From)
                            : ir::PlaceID();
  if (P && Mem.F.place(P).Kind == ir::PlaceKind::Param && !Mem.isLocal(At) &&
      Follow.Which == Focus::Kind::Base && !Seeding)
    Found.Escaping.insert(V.symbol());
}

void Run::noteIndex(Disjunct &D, const ir::Fact &Fact) {
  for (ir::PlaceID P = Fact.Dst; P; P = Mem.F.place(P).Parent)
    if (ir::PlaceID By = Mem.F.place(P).IndexBy)
      if (const LocationID Index = Mem.locate(D, By))
        becomesKey(D, Mem.load(D, Index), Mem.locate(D, P));
}

bool Run::keepAsKey(Disjunct &D, unsigned H, bool Leaving) {
  HandleState &State = D.Handles[H];
  const LocationID Key = std::exchange(State.Key, LocationID());
  if (!Key || State.State != Typestate::Open)
    return false;
  if (Leaving && Mem.isLocal(Key) && !meetsStrangers())
    return false;
  // The key of a map is there to be read; an index is not.
  const bool Readable = !Mem.Locations[Key].isSummary() && !D.at(Key);
  if (Readable)
    D.set(Key, Value::handle(H, State.Owner));
  else
    State.State = Typestate::Escaped;
  return true;
}
