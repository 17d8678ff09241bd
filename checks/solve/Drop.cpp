//===- Drop.cpp - What a disjunct need not know any more ------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Drop.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;

/// Whether a caller knows what lay at \p L when the function was entered.
static bool isKnownToCallers(const Memory &Mem, LocationID L) {
  ir::PlaceID P = Mem.variableOf(L);
  return P ? Mem.F.place(P).Kind == ir::PlaceKind::Param : Mem.outlives(L);
}

bool solve::isTestedLater(const Memory &Mem, const Flow &Order, SymbolID S,
                          ir::BlockID B) {
  const Symbol &X = Mem.Symbols[S];
  return X.Number == uint32_t(ir::BinaryOp::And) &&
         Order.isMaskTested(X.RHS.Number, B);
}

/// The symbols that the values of \p D are made of.
static SymbolMarks &namedSymbols(const Disjunct &D, const Memory &Mem) {
  Mem.Named.clear();
  for (const auto &[L, V] : D.store())
    if (V.isSymbol())
      Mem.Symbols.markParts(V.symbol(), Mem.Named);
  return Mem.Named;
}

void solve::dropDead(Disjunct &D, ir::BlockID B, const Memory &Mem,
                     const Flow &Order) {
  // A stale number that nothing reads can neither be closed again nor used: the
  // handle's run need not go on to the end of its variable's scope.
  auto IsHolder = [&](Value V) {
    return V.isHandle() &&
           D.Handles[V.handle()].State != Typestate::Closed &&
           D.Handles[V.handle()].State != Typestate::Failed;
  };
  D.eraseIf([&](const Disjunct::Cell &C) {
    return !IsHolder(C.second) && Mem.isLocal(C.first) &&
           !Order.isLive(Mem.variableOf(C.first), B);
  });
  dropUnreachable(D, Mem);
  if (D.ranges().empty())
    return;
  SymbolMarks &Named = namedSymbols(D, Mem);
  for (const HandleState &H : D.Handles)
    if (H.ReleaseResult) // tells a retry from a second close
      Named.insert(H.ReleaseResult);
  D.eraseRangesIf([&](const Disjunct::Fact &F) {
    if (Named.contains(F.first))
      return false;
    if (Mem.Symbols.isAnswer(F.first))
      return !Order.questions().areAskedAfter(B);
    if (Mem.Symbols[F.first].Kind == SymbolKind::Difference)
      return !Order.isRelationAsked(B);
    const SymbolID Base = Mem.Symbols.unmasked(F.first);
    const Symbol &S = Mem.Symbols[Base];
    if (Base != F.first) {
      // Of what came in, the bits decide which of its outcomes a caller gets.
      if (S.Kind != SymbolKind::Entry && !isTestedLater(Mem, Order, F.first, B))
        return true;
      if (Named.contains(Base))
        return false;
    }
    if (S.Kind == SymbolKind::Part && !Named.contains(S.Of))
      return true;
    // What a location held at entry can be read until something is written;
    // what a caller knows of it tells later which of the ways out it is.
    auto IsGone = [&](LocationID At) {
      return bool(D.at(At)) && !isKnownToCallers(Mem, At);
    };
    if (Mem.Symbols.isEntryTest(Base))
      return IsGone(Mem.Symbols[S.LHS.symbol()].At) ||
             IsGone(Mem.Symbols[S.RHS.symbol()].At);
    if (S.Kind != SymbolKind::Entry && S.Kind != SymbolKind::Part)
      return true;
    return IsGone(S.At);
  });
  // Of what came in, a caller can use a little; a function of many tests must not
  // carry them all to its end.
  constexpr size_t MaxKnown = 64;
  size_t Known = llvm::count_if(D.ranges(), [&](const Disjunct::Fact &F) {
    return !Named.contains(F.first);
  });
  if (Known > MaxKnown)
    D.eraseRangesIf([&](const Disjunct::Fact &F) {
      return !Named.contains(F.first) && Known-- > MaxKnown; // the first ones
    });
}

void solve::dropAtExit(Disjunct &D, const Memory &Mem) {
  // Of what its callees have left in globals, a caller hears if it is little.
  constexpr unsigned Few = 8;
  const bool Tells = llvm::count_if(D.store(), [&](const Disjunct::Cell &C) {
                       return Mem.isElsewhere(C.first);
                     }) <= Few;
  D.Elsewhere |= !Tells;
  D.eraseIf([&](const Disjunct::Cell &C) {
    return Mem.isElsewhere(C.first)
               ? !Tells
               : Mem.isLocal(C.first) && !Mem.outlives(C.first);
  });
  dropUnreachable(D, Mem);
  const SymbolMarks &Named = namedSymbols(D, Mem);
  D.eraseRangesIf([&](const Disjunct::Fact &F) {
    return !Named.contains(F.first) && !Mem.Symbols.isEntryTest(F.first) &&
           Mem.Symbols[Mem.Symbols.unmasked(F.first)].Kind != SymbolKind::Entry;
  });
}

namespace {
/// The objects that are reached through a pointer which came up on the way: a
/// result, or what code that nobody sees has left. Once the last copy of the
/// pointer is gone, nobody can name what lies there, a caller no more than we.
class Reach {
public:
  Reach(const Disjunct &D, const Memory &Mem) : Mem(Mem) {
    Mem.Pointed.clear();
    for (const Disjunct::Cell &C : D.store())
      if (isReached(C.first))
        follow(C.second);
      else
        Doubtful.push_back(C);
  }

  bool hasDoubts() const { return !Doubtful.empty(); }

  /// Follows pointers until nothing more is reached.
  void close() {
    for (size_t Before = ~size_t(0); Before != Doubtful.size();) {
      Before = Doubtful.size();
      llvm::erase_if(Doubtful, [&](const Disjunct::Cell &C) {
        // What holds a handle is asked for where the handle is lost.
        const bool Stays = C.second.isHandle() || isReached(C.first);
        if (Stays)
          follow(C.second);
        return Stays;
      });
    }
  }

  /// Whether \p L can be named: the pointers that lead to it are all known, or
  /// were there on entry.
  bool isReached(LocationID L) const {
    if (Mem.isRooted(L))
      return true;
    for (SymbolID S(Mem.Locations[Mem.Locations.root(L)].Payload);;) {
      if (Mem.Pointed.contains(S))
        return true;
      const Symbol &X = Mem.Symbols[S];
      switch (X.Kind) {
      case SymbolKind::Entry:
        return isReached(X.At);
      case SymbolKind::Part:
        S = X.Of;
        continue;
      case SymbolKind::Offset:
      case SymbolKind::Masked:
        S = X.LHS.symbol();
        continue;
      default:
        return false;
      }
    }
  }

private:
  void follow(Value V) {
    if (V.isSymbol())
      Mem.Symbols.markParts(V.symbol(), Mem.Pointed);
    else if (V.isAddress() || V.isCopy())
      if (const Location &Root =
              Mem.Locations[Mem.Locations.root(V.location())];
          Root.Kind == LocationKind::Object)
        Mem.Pointed.insert(SymbolID(Root.Payload));
  }

  const Memory &Mem;
  std::vector<Disjunct::Cell> Doubtful;
};
} // namespace

void solve::dropUnreachable(Disjunct &D, const Memory &Mem) {
  if (llvm::all_of(D.store(), [&](const Disjunct::Cell &C) {
        return Mem.isRooted(C.first);
      }))
    return;
  Reach R(D, Mem);
  if (!R.hasDoubts())
    return;
  R.close();
  if (R.hasDoubts())
    D.eraseIf([&](const Disjunct::Cell &C) {
      return !C.second.isHandle() && !R.isReached(C.first);
    });
}
