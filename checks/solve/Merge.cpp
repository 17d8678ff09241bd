//===- Merge.cpp - Two disjuncts become one -----------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Join.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;

namespace {
/// Where two stores differ.
struct Difference {
  LocationID At;
  Value A, B;
};
} // namespace

static llvm::SmallVector<Difference, 8> differences(const Disjunct &A,
                                                    const Disjunct &B) {
  llvm::SmallVector<Difference, 8> Result;
  differSomewhere(A.store(), B.store(),
                  [&](LocationID L, const Value *InA, const Value *InB) {
                    Result.push_back({L, InA ? *InA : Value(),
                                      InB ? *InB : Value()});
                    return false;
                  });
  return Result;
}

/// The symbols that \p D compares numbers with, or knows of from its caller.
static void addPartners(const Disjunct &D, const Memory &Mem,
                        llvm::SmallVectorImpl<SymbolID> &Partners) {
  auto Add = [&](SymbolID S) {
    if (!llvm::is_contained(Partners, S))
      Partners.push_back(S);
  };
  for (const auto &[S, R] : D.ranges()) {
    const Symbol &X = Mem.Symbols[S];
    if (X.Kind == SymbolKind::Entry)
      Add(S);
    if (X.Kind != SymbolKind::Difference)
      continue;
    Add(X.LHS.symbol());
    Add(X.RHS.symbol());
  }
}

/// Whether the function compares, more than once, what lies at \p L.
static bool isRelated(const Memory &Mem, LocationID L) {
  const Location &X = Mem.Locations[L];
  return X.Kind == LocationKind::Field
             ? Mem.Counted->isRelated(ir::StringID(X.Payload))
             : X.Kind == LocationKind::Variable &&
                   Mem.Counted->isRelated(ir::PlaceID(X.Payload));
}

bool DisjunctSet::merge(Entry &Into, const Disjunct &D, uint32_t Point,
                        Memory &Mem, bool PastCap) {
  Disjunct &T = Into.D;
  bool Changed = false;
  const bool Widen = Into.Joins > 6;
  llvm::SmallVector<std::pair<SymbolID, Range>, 4> Joined;
  llvm::SmallVector<SymbolID, 4> Partners;
  if (Mem.Counted && Mem.Counted->repeatsRelations()) {
    addPartners(T, Mem, Partners);
    addPartners(D, Mem, Partners);
  }
  for (auto [L, A, B] : differences(T, D)) {
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
        (Mem.isCopyOfEntry(L, A) || Mem.isCopyOfEntry(L, B))) {
      if (!Mem.isCopyOfEntry(L, A)) {
        T.set(L, B);
        Changed = true;
      }
      continue;
    }
    // On one way it is written, on another it is as it was: what a caller has to
    // know. Where a handle is followed, a join's own symbol says more, for each
    // round of a loop makes it anew.
    if (PastCap && (Point == AtExit || T.Handles.empty()) && Mem.outlives(L) &&
        !A.isHandle() && !B.isHandle()) {
      Value Either = Value::symbol(Mem.Symbols.havoc(AtExit, L));
      if (A != Either && Mem.isKept(L, A) != Mem.isKept(L, B)) {
        T.set(L, Either);
        Changed = true;
      }
      if (T.at(L) == Either)
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
    if (Partners.empty() || !A || !B || !isRelated(Mem, L)) {
      T.set(L, Meet);
      continue;
    }
    for (SymbolID Y : Partners) {
      if (Y == Meet.symbol())
        continue;
      const Range Was = Mem.relation(T, A, Y), Is = Mem.relation(D, B, Y);
      Range Both = Widen ? Range::widen(Was, Is) : Range::hull(Was, Is);
      const bool Before = Meet.symbol() < Y;
      const SymbolID Of = Before ? Mem.Symbols.difference(Meet.symbol(), Y)
                                 : Mem.Symbols.difference(Y, Meet.symbol());
      if (!Before)
        Both = Both.negated();
      Changed |= Both != T.range(Of);
      Joined.push_back({Of, Both});
    }
    T.set(L, Meet);
  }
  Changed |= T.joinRanges(
      D,
      [&](const Range &Was, const Range &Is) {
        return Widen ? Range::widen(Was, Is) : Range::hull(Was, Is);
      },
      [&](SymbolID S) {
        return llvm::any_of(Joined, [&](auto &J) { return J.first == S; });
      });
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
    if (X.AtLeast && X.AtLeast != Y.AtLeast) {
      X.AtLeast = {};
      Changed = true;
    }
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
    if (Y.Beside && !X.Beside)
      X.Beside = Changed = true;
    if (Y.Key && !X.Key) {
      X.Key = Y.Key;
      Changed = true;
    }
    if (Y.Child && !X.Child) {
      X.Child = Y.Child;
      Changed = true;
    }
    if (Y.Unblocked && !X.Unblocked)
      X.Unblocked = Changed = true;
  }
  if (D.Elsewhere && !T.Elsewhere)
    T.Elsewhere = Changed = true;
  if (D.Swept && !T.Swept)
    T.Swept = Changed = true;
  if (D.IsParent && !T.IsParent)
    T.IsParent = Changed = true;
  if (T.ExecFailed && !D.ExecFailed) {
    T.ExecFailed = false;
    Changed = true;
  }
  if (Changed) {
    ++Into.Joins;
    Into.Done = false;
  }
  return Changed;
}
