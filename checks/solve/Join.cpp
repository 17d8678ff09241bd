//===- Join.cpp - Where control flow meets --------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Join.h"
#include "solve/Drop.h"
#include "solve/Forget.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;

/// Whether a difference at \p L is worth keeping disjuncts apart.
static bool matters(const Memory &Mem, const Flow &Order, LocationID L,
                    ir::BlockID B) {
  ir::PlaceID P = Mem.variableOf(L);
  if (P && Mem.isLocal(L))
    return Order.isLive(P, B);
  const Location &X = Mem.Locations[L];
  return X.Kind != LocationKind::Field ||
         Order.isTestedField(ir::StringID(X.Payload));
}

/// Whether \p V, at \p L, is what another location held on entry.
static bool isCopyOfEntry(const Memory &Mem, LocationID L, Value V) {
  return V.isSymbol() && Mem.Symbols[V.symbol()].Kind == SymbolKind::Entry &&
         Mem.Symbols[V.symbol()].At != L;
}

/// Calls \p V(location, in A, in B) for all that the stores of \p A and \p B
/// differ in, in order. Ends where it returns false, and returns that.
template <typename Visit>
static bool forEachDifference(const Disjunct &A, const Disjunct &B, Visit V) {
  auto I = A.store().begin(), J = B.store().begin();
  const auto IEnd = A.store().end(), JEnd = B.store().end();
  while (I != IEnd || J != JEnd) {
    if (J == JEnd || (I != IEnd && I->first < J->first)) {
      if (!V(I->first, I->second, Value()))
        return false;
      ++I;
    } else if (I == IEnd || J->first < I->first) {
      if (!V(J->first, Value(), J->second))
        return false;
      ++J;
    } else {
      if (I->second != J->second && !V(I->first, I->second, J->second))
        return false;
      ++I, ++J;
    }
  }
  return true;
}

static bool sameLive(const Disjunct &A, const Disjunct &B, ir::BlockID At,
                     const Memory &Mem, const Flow &Order) {
  // Who gets a copy of what a caller passed in may be its only holder.
  auto Counts = [&](const Disjunct::Cell &C) {
    return matters(Mem, Order, C.first, At) ||
           (Mem.outlives(C.first) && isCopyOfEntry(Mem, C.first, C.second));
  };
  if (!forEachDifference(A, B, [&](LocationID L, Value X, Value Y) {
        return !(X && Counts({L, X})) && !(Y && Counts({L, Y}));
      }))
    return false;
  auto Matters = [&](SymbolID S) {
    const SymbolID Base = Mem.Symbols.unmasked(S);
    if (Base != S && !isTestedLater(Mem, Order, S, At))
      return false;
    const Symbol &X = Mem.Symbols[Base];
    const bool Read = X.Kind == SymbolKind::Entry || X.Kind == SymbolKind::Part;
    if (X.Kind == SymbolKind::Entry && A.at(X.At) && B.at(X.At))
      return false; // nothing here reads it any more
    return !Read || matters(Mem, Order, X.At, At);
  };
  for (const auto &[S, R] : A.ranges())
    if (Matters(S) && B.range(S) != R)
      return false;
  for (const auto &[S, R] : B.ranges())
    if (Matters(S) && A.range(S) != R)
      return false;
  for (auto [X, Y] : llvm::zip(A.Handles, B.Handles))
    if ((X.Lo != Y.Lo || X.Hi != Y.Hi) && X.State != Typestate::Escaped)
      return false;
  return true;
}

static constexpr uint32_t AtExit = ~0u;

bool DisjunctSet::merge(Entry &Into, const Disjunct &D, uint32_t Point,
                        Memory &Mem) {
  Disjunct &T = Into.D;
  bool Changed = false;
  const bool Widen = Into.Joins > 6;
  llvm::SmallVector<std::pair<SymbolID, Range>, 4> Joined;
  struct Difference {
    LocationID At;
    Value A, B;
  };
  llvm::SmallVector<Difference, 8> Where;
  forEachDifference(T, D, [&](LocationID L, Value A, Value B) {
    Where.push_back({L, A, B});
    return true;
  });
  for (auto [L, A, B] : Where) {
    if (A.isAddress() && B.isAddress() && A.ID == B.ID) { // tested on one side
      if (B.mayBeNull()) {
        T.set(L, B);
        Changed = true;
      }
      continue;
    }
    Value Meet = Value::symbol(Mem.Symbols.join(Point, L));
    if (!A && B.isSymbol() && Mem.load(T, L) == B)
      continue; // an unwritten location, and its own entry value
    // What a caller passed in may be a handle of its own: who gets a copy of it
    // on some way out keeps it.
    if ((Point == AtExit || Mem.outlives(L)) &&
        (isCopyOfEntry(Mem, L, A) || isCopyOfEntry(Mem, L, B))) {
      if (!isCopyOfEntry(Mem, L, A)) {
        T.set(L, B);
        Changed = true;
      }
      continue;
    }
    if (A.isHandle() || B.isHandle()) {
      // Only past the cap: a holder on one side stays a holder.
      if (!A.isHandle()) {
        T.set(L, B);
        Changed = true;
      }
      continue;
    }
    Range RA = A == Meet ? T.range(Meet.symbol())
                         : Mem.range(T, A ? A : Mem.load(T, L));
    Range RB = B == Meet ? D.range(Meet.symbol())
                         : Mem.range(D, B ? B : Mem.load(D, L));
    Range Hull = Widen ? Range::widen(RA, RB) : Range::hull(RA, RB);
    if (A != Meet || Hull != T.range(Meet.symbol()))
      Changed = true;
    Joined.push_back({Meet.symbol(), Hull});
    T.set(L, Meet);
  }
  llvm::SmallVector<SymbolID, 4> Known;
  for (const auto &[S, R] : T.ranges())
    Known.push_back(S);
  for (SymbolID S : Known) {
    Range Old = T.range(S);
    if (llvm::any_of(Joined, [&](auto &J) { return J.first == S; }))
      continue;
    Range Hull = Widen ? Range::widen(Old, D.range(S))
                       : Range::hull(Old, D.range(S));
    if (Hull != Old) {
      T.setRange(S, Hull);
      Changed = true;
    }
  }
  for (const auto &[S, R] : Joined)
    T.setRange(S, R);
  llvm::erase_if(T.Presumed, [&](auto &Mine) {
    auto *Theirs = llvm::find_if(
        D.Presumed, [&](auto &P) { return P.first == Mine.first; });
    const Range Old = Mine.second;
    if (Theirs != D.Presumed.end())
      Mine.second = Range::hull(Old, Theirs->second);
    const bool Gone = Theirs == D.Presumed.end() || Mine.second.isFull();
    Changed |= Gone || Mine.second != Old;
    return Gone;
  });
  for (auto [X, Y] : llvm::zip(T.Handles, D.Handles)) {
    if (Y.Lo < X.Lo || Y.Hi > X.Hi)
      Changed = true;
    X.Lo = std::min(X.Lo, Y.Lo);
    X.Hi = std::max(X.Hi, Y.Hi);
    X.Used &= Y.Used;
    X.Kept |= Y.Kept;
    if (X.Exec != Y.Exec && (X.Exec != OnExec::Unknown || X.ExecFlags)) {
      X.Exec = OnExec::Unknown;
      X.ExecFlags = {};
      Changed = true;
    }
    if (Y.SeenTo && !X.SeenTo)
      X.SeenTo = Changed = true;
    if (X.InUseBy != Y.InUseBy)
      X.InUseBy = {};
    if (Y.Child && !X.Child) {
      X.Child = Y.Child;
      Changed = true;
    }
    if (Y.Unblocked && !X.Unblocked)
      X.Unblocked = Changed = true;
  }
  if (D.Swept && !T.Swept)
    T.Swept = Changed = true;
  if (D.IsParent && !T.IsParent)
    T.IsParent = Changed = true;
  if (Changed) {
    ++Into.Joins;
    Into.Done = false;
  }
  return Changed;
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
  return merge(*Last, D, B.index(), Mem);
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
    merge(*Last, D, Point, Mem);
}

void DisjunctSet::addAtExit(Disjunct D, Memory &Mem, unsigned Cap) {
  dropAtExit(D, Mem);
  auto Result = [&](const Disjunct &X) {
    return Mem.F.Return ? X.at(Mem.Locations.variable(Mem.F.Return)) : Value();
  };
  // Outcomes stay apart if a caller can tell them apart by the result.
  auto CopiesLike = [&](const Disjunct &X, const Disjunct &Y) {
    return llvm::all_of(X.store(), [&](const Disjunct::Cell &C) {
      return !isCopyOfEntry(Mem, C.first, C.second) ||
             Y.at(C.first) == C.second;
    });
  };
  // A caller's handle that is overwritten on one way out only must not look
  // overwritten on all.
  auto WritesLike = [&](const Disjunct &X, const Disjunct &Y) {
    return llvm::all_of(X.store(), [&](const Disjunct::Cell &C) {
      auto Kept = [&](Value V) {
        return !V || (V.isSymbol() && Mem.Symbols[V.symbol()].At == C.first &&
                      Mem.Symbols[V.symbol()].Kind == SymbolKind::Entry);
      };
      return Kept(C.second) == Kept(Y.at(C.first));
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
  Entry *Last = nullptr;
  for (Entry &E : Entries)
    if (E.D.sameKey(D) && (!Last || Same(E.D, /*Sign=*/true)))
      Last = &E;
  merge(*Last, D, AtExit, Mem);
}
