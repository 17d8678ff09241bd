//===- Join.cpp - Where control flow meets --------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Join.h"
#include "solve/Drop.h"
#include "solve/Forget.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;

/// Whether a difference at \p L is worth keeping disjuncts apart: something in
/// \p B or after it may read it.
static bool matters(const Memory &Mem, const Flow &Order, LocationID L,
                    ir::BlockID B) {
  if (Mem.isElsewhere(L))
    return false;
  const ir::PlaceID P = Mem.variableOf(L);
  const Location &X = Mem.Locations[L];
  if (P && Mem.isLocal(L))
    return Order.isMentioned(P, B) || (Order.isLive(P, B) && Order.isPointeeRead(B));
  if (X.Kind == LocationKind::Field)
    return Order.isFieldRead(ir::StringID(X.Payload), B);
  return (P && Order.isMentioned(P, B)) || Order.isPointeeRead(B);
}

/// Whether what is known of the entry value at \p L is worth keeping apart. A
/// caller knows it, too: it decides which of the ways through are the caller's,
/// though nothing here asks again.
static bool mattersToCallers(const Memory &Mem, const Flow &Order,
                             LocationID L, ir::BlockID B) {
  if (const ir::PlaceID P = Mem.variableOf(L); P && Mem.isLocal(L))
    return Order.isLive(P, B);
  if (Mem.isElsewhere(L))
    return false;
  const Location &X = Mem.Locations[L];
  return X.Kind != LocationKind::Field ||
         Order.isFieldRead(ir::StringID(X.Payload), ir::BlockID(0));
}

static bool sameLive(const Disjunct &A, const Disjunct &B, ir::BlockID At,
                     const Memory &Mem, const Flow &Order) {
  // Who gets a copy of what a caller passed in may be its only holder.
  auto IsCopy = [&](LocationID L, const Value *V) {
    return V && Mem.isCopyOfEntry(L, *V);
  };
  auto Counts = [&](LocationID L, const Value *InA, const Value *InB) {
    return matters(Mem, Order, L, At) ||
           (Mem.outlives(L) && (IsCopy(L, InA) || IsCopy(L, InB)));
  };
  if (differSomewhere(A.store(), B.store(), Counts))
    return false;
  auto Matters = [&](SymbolID S, const Range *, const Range *) {
    const SymbolID Base = Mem.Symbols.unmasked(S);
    if (Base != S && !isTestedLater(Mem, Order, S, At))
      return false;
    const Symbol &X = Mem.Symbols[Base];
    const bool Read = X.Kind == SymbolKind::Entry || X.Kind == SymbolKind::Part;
    if (X.Kind == SymbolKind::Entry && A.at(X.At) && B.at(X.At))
      return false; // nothing here reads it any more
    return !Read || mattersToCallers(Mem, Order, X.At, At);
  };
  if (differSomewhere(A.ranges(), B.ranges(), Matters))
    return false;
  for (auto [X, Y] : llvm::zip(A.Handles, B.Handles))
    if ((X.Lo != Y.Lo || X.Hi != Y.Hi) && X.State != Typestate::Escaped)
      return false;
  return true;
}

bool DisjunctSet::add(Disjunct D, ir::BlockID B, Memory &Mem,
                      const Flow &Order, unsigned Cap) {
  dropDead(D, B, Mem, Order);
  if (hasJoined())
    beginRound(D, B.index(), Mem);
  unsigned Same = 0;
  Entry *Last = nullptr;
  for (Entry &E : Entries) {
    if (!E.D.sameKey(D))
      continue;
    ++Same;
    Last = &E;
    if (sameLive(E.D, D, B, Mem, Order))
      return merge(E, D, B.index(), Mem);
  }
  if (Same < Cap) {
    Entries.push_back({std::move(D)});
    return true;
  }
  return merge(*Last, D, B.index(), Mem, /*PastCap=*/true);
}

void DisjunctSet::addInside(Disjunct D, ir::FactID Fact, Memory &Mem,
                            unsigned Cap) {
  const uint32_t Point = (1u << 24) + Fact.index(); // past every block's
  beginRound(D, Point, Mem);
  unsigned Same = 0;
  Entry *Last = nullptr;
  for (Entry &E : Entries) {
    if (!E.D.sameKey(D))
      continue;
    ++Same;
    Last = &E;
    if (E.D.store() == D.store() && E.D.ranges() == D.ranges()) {
      merge(E, D, Point, Mem);
      return;
    }
  }
  if (Same < Cap)
    Entries.push_back({std::move(D)});
  else
    merge(*Last, D, Point, Mem, /*PastCap=*/true);
}

void DisjunctSet::addAtExit(Disjunct D, Memory &Mem, unsigned Cap) {
  dropAtExit(D, Mem);
  auto Result = [&](const Disjunct &X) {
    return Mem.F.Return ? X.at(Mem.Locations.variable(Mem.F.Return)) : Value();
  };
  // Outcomes stay apart if a caller can tell them apart by the result.
  auto CopiesLike = [&](const Disjunct &X, const Disjunct &Y) {
    return llvm::all_of(X.store(), [&](const Disjunct::Cell &C) {
      return !Mem.isCopyOfEntry(C.first, C.second) ||
             Y.at(C.first) == C.second;
    });
  };
  // A caller's handle that is overwritten on one way out only must not look
  // overwritten on all.
  auto WritesLike = [&](const Disjunct &X, const Disjunct &Y) {
    return llvm::all_of(X.store(), [&](const Disjunct::Cell &C) {
      return Mem.isElsewhere(C.first) ||
             Mem.isKept(C.first, C.second) ==
                 Mem.isKept(C.first, Y.at(C.first));
    });
  };
  auto Same = [&](const Disjunct &X, bool Sign) {
    Value A = Result(X), B = Result(D);
    if (!Sign && (A.isConstant() || B.isConstant()))
      return A == B;
    Range R = Mem.range(X, A), Q = Mem.range(D, B);
    return (R.Lo >= 0) == (Q.Lo >= 0) && (R.Hi < 0) == (Q.Hi < 0) &&
           (R.Lo > 0) == (Q.Lo > 0);
  };
  // What becomes of a handle may hang on what came in with it.
  auto SameEntry = [&](const Disjunct &X) {
    if (D.Handles.empty())
      return true;
    for (auto [A, B] : llvm::zip(X.Handles, D.Handles))
      if (A.Lo != B.Lo || A.Hi != B.Hi)
        return false;
    return X.ranges() == D.ranges();
  };
  unsigned Count = 0;
  for (Entry &E : Entries) {
    if (!E.D.sameKey(D))
      continue;
    ++Count;
    if (Same(E.D, /*Sign=*/false) && CopiesLike(E.D, D) &&
        CopiesLike(D, E.D) && WritesLike(E.D, D) && WritesLike(D, E.D) &&
        SameEntry(E.D)) {
      merge(E, D, AtExit, Mem);
      return;
    }
  }
  if (Count < Cap) {
    Entries.push_back({std::move(D)});
    return;
  }
  // Past the cap: the one that is most like it.
  Entry *Last = nullptr;
  unsigned Best = 0;
  for (Entry &E : Entries) {
    if (!E.D.sameKey(D))
      continue;
    const unsigned Likeness =
        1 + Same(E.D, /*Sign=*/true) +
        2 * (WritesLike(E.D, D) && WritesLike(D, E.D));
    if (Likeness >= Best) {
      Best = Likeness;
      Last = &E;
    }
  }
  merge(*Last, D, AtExit, Mem, /*PastCap=*/true);
}
