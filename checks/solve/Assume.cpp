//===- Assume.cpp - What a condition tells --------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Memory.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::CompareOp;

CompareOp solve::mirror(CompareOp Op) {
  switch (Op) {
  case CompareOp::LT:
    return CompareOp::GT;
  case CompareOp::LE:
    return CompareOp::GE;
  case CompareOp::GT:
    return CompareOp::LT;
  case CompareOp::GE:
    return CompareOp::LE;
  default:
    return Op;
  }
}

bool Memory::narrowHandle(Disjunct &D, Value V, CompareOp Op, int64_t C) {
  Range R = range(D, V);
  R.narrow(Op, C);
  if (R.isEmpty())
    return false;
  HandleState &H = D.Handles[V.handle()];
  if (V.Via == H.Owner && H.State != Typestate::Failed) {
    H.Lo = R.Lo;
    H.Hi = R.Hi;
  }
  return true;
}

/// Narrows \p H, if it is a handle, by what is known of \p Other.
bool Memory::narrowByOther(Disjunct &D, Value H, CompareOp Op, Value Other) {
  if (!H.isHandle())
    return true;
  const Range R = range(D, Other);
  const bool Below = Op == CompareOp::LT || Op == CompareOp::LE;
  const bool Above = Op == CompareOp::GT || Op == CompareOp::GE;
  if (Below && R.Hi != Range().Hi)
    return narrowHandle(D, H, Op, R.Hi);
  if (Above && R.Lo != Range().Lo)
    return narrowHandle(D, H, Op, R.Lo);
  return true;
}

void Memory::knowMinimum(const Disjunct &D, HandleState &H,
                         Value Least) const {
  H.AtLeast = {};
  if (!Least.isSymbol() && !Least.isConstant())
    return;
  H.Lo = std::max(H.Lo, range(D, Least).Lo);
  if (Least.isSymbol())
    H.AtLeast = Least.symbol();
}

/// Whether `A Op B` cannot be, by what is known of both.
bool Memory::isImpossible(const Disjunct &D, Value A, CompareOp Op,
                          Value B) const {
  if (Op == CompareOp::GT || Op == CompareOp::GE) {
    std::swap(A, B);
    Op = mirror(Op);
  }
  const Range L = range(D, A), R = range(D, B);
  switch (Op) {
  case CompareOp::LT: {
    const bool IsLeast =
        A.isHandle() && B.isSymbol() &&
        D.Handles[A.handle()].State != Typestate::Failed &&
        D.Handles[A.handle()].AtLeast == B.symbol();
    return IsLeast || L.Lo >= R.Hi;
  }
  case CompareOp::LE:
    return L.Lo > R.Hi;
  case CompareOp::EQ:
    return L.Lo > R.Hi || R.Lo > L.Hi;
  default:
    return false;
  }
}

void Memory::presume(Disjunct &D) {
  for (const auto &[S, R] : D.ranges()) {
    const Symbol X = Symbols[S];
    const bool Read = X.Kind == SymbolKind::Entry || X.Kind == SymbolKind::Part ||
                      X.Kind == SymbolKind::Havoc;
    if (Read && X.At && load(D, X.At) == Value::symbol(S))
      D.Presumed.push_back({X.At, R});
  }
}

void Memory::checkPresumed(Disjunct &D, SymbolID S, CompareOp Op, int64_t C) {
  const Symbol &X = Symbols[S];
  if (X.Kind != SymbolKind::Part && X.Kind != SymbolKind::Havoc)
    return;
  for (SymbolID Of = S; Symbols[Of].Kind == SymbolKind::Part;) {
    Of = Symbols[Of].Of;
    if (Symbols[Of].Kind == SymbolKind::Definition)
      return; // written in view
  }
  for (auto [At, R] : D.Presumed) {
    if (At != X.At)
      continue;
    R.narrow(Op, C);
    if (!R.isEmpty())
      continue;
    for (HandleState &H : D.Handles)
      if (H.State == Typestate::Open)
        H.State = Typestate::Escaped;
  }
}

bool Memory::assumeAllocated(Disjunct &D, LocationID Record, bool Made,
                             bool Failed) {
  if (!Made && !Failed)
    return true;
  llvm::SmallVector<LocationID, 4> Holders;
  for (const auto &[L, V] : D.store()) {
    if (V.mayBeNull() && V.location() == Record)
      Holders.push_back(L);
    // Somebody wrote through it, who knows better than we do.
    if (Failed && V.isHandle() && Locations.isUnder(L, Record))
      return false;
  }
  for (LocationID L : Holders)
    D.set(L, Failed ? Value::constant(0) : Value::address(Record));
  return true;
}

bool Memory::assumeTest(Disjunct &D, const Symbol &Test, bool Holds) {
  return assume(D, Test.LHS, Holds ? Test.Op : ir::negate(Test.Op), Test.RHS);
}

/// How two numbers compare is known of their difference, whatever constants are
/// added on either side: `i + 1 < n` here and `i < n - 1` there are one question.
bool Memory::assumeRelation(Disjunct &D, SymbolID A, CompareOp Op,
                            SymbolID B) {
  auto [X, Above] = Symbols.split(A);
  auto [Y, Below] = Symbols.split(B);
  if (X == Y)
    return ir::evaluate(Above, Op, Below);
  int64_t Limit = Below - Above;
  if (Y < X) {
    std::swap(X, Y);
    Op = mirror(Op);
    Limit = -Limit;
  }
  const SymbolID Difference = Symbols.difference(X, Y);
  Range R = D.range(Difference);
  R.narrow(Op, Limit);
  D.setRange(Difference, R);
  return !R.isEmpty();
}

Range Memory::relation(const Disjunct &D, Value V, SymbolID Less) {
  if (auto C = range(D, V).constant())
    return D.range(Less).negated().shifted(*C);
  if (!V.isSymbol())
    return {};
  const auto [X, Above] = Symbols.split(V.symbol());
  const auto [Y, Below] = Symbols.split(Less);
  Range R;
  if (X == Y)
    R.Lo = R.Hi = 0;
  else if (X < Y)
    R = D.range(Symbols.difference(X, Y));
  else
    R = D.range(Symbols.difference(Y, X)).negated();
  return R.shifted(Above - Below);
}

bool Memory::assume(Disjunct &D, const ir::Condition &C) {
  return assume(D, value(D, C.LHS), C.Op, value(D, C.RHS));
}

bool Memory::assume(Disjunct &D, Value A, CompareOp Op, Value B) {
  if (!A || !B || A.isCopy() || B.isCopy())
    return true;
  if (A.isConstant() && !B.isConstant())
    return assume(D, B, mirror(Op), A);
  if (!B.isConstant())
    if (auto C = range(D, B).constant(); C && !B.isHandle())
      return assume(D, A, Op, Value::constant(*C));
  if (A.isHandle() && B.isHandle()) {
    bool Equal = A.ID == B.ID;
    return Op == CompareOp::EQ   ? Equal
           : Op == CompareOp::NE ? !Equal
           : Equal               ? ir::evaluate(0, Op, 0)
                                 : true;
  }
  if (A == B || (A.isAddress() && B.isAddress() && A.ID == B.ID))
    return ir::evaluate(0, Op, 0); // one symbol, one address
  if (B.isConstant()) {
    const int64_t C = B.Number;
    if (A.isConstant())
      return ir::evaluate(A.Number, Op, C);
    if (A.isHandle())
      return narrowHandle(D, A, Op, C);
    Range R = range(D, A);
    R.narrow(Op, C);
    if (R.isEmpty())
      return false;
    if (A.mayBeNull())
      return assumeAllocated(D, A.location(), R.Lo > 0 || R.Not == 0, R.Hi < 1);
    if (!A.isSymbol())
      return true;
    if (Symbols[A.symbol()].Kind == SymbolKind::Masked) {
      R = maskRange(D, Symbols[A.symbol()], R);
      if (R.isEmpty() || !assumeMask(D, Symbols[A.symbol()], R))
        return false;
    }
    D.setRange(A.symbol(), R);
    if (!D.Presumed.empty())
      checkPresumed(D, A.symbol(), Op, C);
    const Symbol Test = Symbols[A.symbol()];
    if (Test.Kind == SymbolKind::Test && R.constant())
      return assumeTest(D, Test, *R.constant() != 0);
    return true;
  }
  if (A.isAddress() && B.isAddress())
    return Op == CompareOp::NE || (Op != CompareOp::EQ);
  if (isImpossible(D, A, Op, B) || !narrowByOther(D, A, Op, B) ||
      !narrowByOther(D, B, mirror(Op), A))
    return false;
  if (A.isSymbol() && B.isSymbol() && Counted &&
      Counted->repeatsRelations() &&
      !assumeRelation(D, A.symbol(), Op, B.symbol()))
    return false;
  if (Op == CompareOp::EQ && (isFresh(D, A, B) || isFresh(D, B, A)))
    return false;
  // Which of its callers' values are equal tells a function's ways out apart.
  if (A.isSymbol() && B.isSymbol() &&
      (Op == CompareOp::EQ || Op == CompareOp::NE)) {
    if (B < A)
      std::swap(A, B);
    const SymbolID Same = Symbols.test(CompareOp::EQ, A, B);
    if (Symbols.isEntryTest(Same)) {
      Range R = range(D, Value::symbol(Same));
      R.narrow(CompareOp::EQ, Op == CompareOp::EQ);
      if (R.isEmpty())
        return false;
      D.setRange(Same, R);
    }
  }
  // Our handle equals a number that somebody else knows: theirs from here on.
  if ((A.isHandle() || B.isHandle()) && Op == CompareOp::EQ) {
    Value H = A.isHandle() ? A : B;
    HandleState &State = D.Handles[H.handle()];
    State.SeenTo = true;
    if (State.State == Typestate::Open || State.State == Typestate::Foreign)
      State.State = Typestate::Escaped;
  }
  return true;
}

static bool isStream(ir::OwnerKind Kind) {
  return ir::ownerType(Kind) == ir::OwnerType::Stream ||
         ir::ownerType(Kind) == ir::OwnerType::Directory;
}

/// Whether \p Stream was opened in this call, and \p Known was there before: a
/// new stream is none of stdin, stdout and whatever else a caller has open.
bool Memory::isFresh(const Disjunct &D, Value Stream, Value Known) const {
  if (!Known.isSymbol() ||
      Symbols[Known.symbol()].Kind != SymbolKind::Entry)
    return false;
  if (Stream.isHandle()) {
    const HandleState &H = D.Handles[Stream.handle()];
    // Closed or handed on, it is still no other's address.
    return H.State != Typestate::Foreign && H.State != Typestate::Failed &&
           Stream.Via == H.Owner && isStream(H.Owner);
  }
  if (!Stream.isSymbol())
    return false;
  const Symbol &S = Symbols[Stream.symbol()];
  if (S.Kind != SymbolKind::Definition)
    return false;
  const ir::Fact &By = F.Facts[S.Number];
  return By.Kind == ir::FactKind::Acquire && isStream(By.Acq.Kind);
}
