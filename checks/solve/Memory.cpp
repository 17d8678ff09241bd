//===- Memory.cpp - Reading and assuming in a disjunct --------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Memory.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::BinaryOp;
using ir::CompareOp;
using ir::Operand;
using ir::PlaceKind;

LocationID Memory::locate(const Disjunct &D, ir::PlaceID ID) {
  const ir::Place &P = F.place(ID);
  if (P.isRoot())
    return Locations.variable(ID);
  if (P.Kind == PlaceKind::Pointee) {
    LocationID At = locate(D, P.Parent);
    if (!At)
      return {};
    Value Pointer = load(D, At);
    if (Pointer.isAddress())
      return Pointer.location();
    if (Pointer.isSymbol())
      return object(Pointer.symbol());
    return {};
  }
  LocationID Base = locate(D, P.Parent);
  if (!Base)
    return {};
  // The first row of an array of arrays does not lie where the array does: its
  // element 1 is not row 1.
  auto Element = [&](uint32_t Number) {
    return Number || P.Type == ir::ValueType::Array
               ? Locations.project(LocationKind::Index, Base, Number)
               : Locations.first(Base);
  };
  switch (P.Kind) {
  case PlaceKind::Field:
    return Locations.project(LocationKind::Field, Base, P.Name.index());
  case PlaceKind::Index:
    return Element(P.Number);
  case PlaceKind::Element:
    return Locations.project(LocationKind::Element, Base, 0);
  default:
    break;
  }
  if (P.IndexBy && Counted && Counted->isCounted(P.IndexBy))
    if (LocationID At = locate(D, P.IndexBy))
      if (auto N = range(D, load(D, At)).constant(); N && *N >= 0)
        return Element(*N);
  uint32_t By = 0; // what a caller passes in it knows better
  if (P.IndexBy)
    if (LocationID At = locate(D, P.IndexBy))
      if (Value V = load(D, At);
          V.isSymbol() && V == Value::symbol(Symbols.entry(At)))
        By = V.ID + 1;
  return Locations.project(LocationKind::AnyIndex, Base, By);
}

Value Memory::load(const Disjunct &D, LocationID L) {
  auto IsStale = [&](Value V) { // another of many elements is not closed
    return V.isHandle() && D.Handles[V.handle()].State == Typestate::Closed &&
           Locations.isWeak(L);
  };
  if (Value V = D.at(L); V && !V.isCopy())
    return IsStale(V) ? Value::symbol(Symbols.entry(L)) : V;
  // An element at a number that was stored under an unknown one, or the other way
  // round.
  if (!D.Handles.empty())
    for (const auto &[At, V] : D.store())
      if (V.isHandle() && Locations.mayBe(L, At) &&
          D.Handles[V.handle()].State != Typestate::Closed)
        return V;
  LocationKind Step = Locations[L].Kind;
  for (LocationID Up = Locations[L].Parent; Up; Up = Locations[Up].Parent) {
    Value V = D.at(Up);
    if (V.isSymbol())
      return Value::symbol(Symbols.part(V.symbol(), L));
    if (V.isCopy()) {
      LocationID From = Locations.rebase(L, Up, V.location());
      return Value::symbol(Symbols.entry(From));
    }
    if (V.isConstant() && V.Number == 0 && Step == LocationKind::Field)
      return V; // `= {}`
    Step = Locations[Up].Kind;
  }
  return Value::symbol(Symbols.entry(L));
}

LocationID Memory::address(const Disjunct &D, ir::PlaceID P) {
  const ir::Place &Of = F.place(P);
  if (Of.Kind == ir::PlaceKind::AnyIndex && !Of.IndexBy &&
      F.place(Of.Parent).Kind == ir::PlaceKind::Pointee)
    if (LocationID From = locate(D, Of.Parent);
        From && Locations[From].Kind == LocationKind::AnyIndex &&
        !Locations[From].IsArray)
      return From;
  return locate(D, P);
}

Value Memory::value(const Disjunct &D, const Operand &O) {
  switch (O.Which) {
  case Operand::Kind::Constant:
    return Value::constant(O.Constant);
  case Operand::Kind::Function:
    return Value::function(O.Function);
  case Operand::Kind::Address:
    if (LocationID L = address(D, O.Place))
      return Value::address(L);
    return {};
  case Operand::Kind::Place:
    if (LocationID L = locate(D, O.Place))
      return load(D, L);
    return {};
  default:
    return {};
  }
}

void Memory::followed(Disjunct &D, ir::PlaceID ID) {
  for (; ID && !F.place(ID).isRoot(); ID = F.place(ID).Parent) {
    if (F.place(ID).Kind != PlaceKind::Pointee)
      continue;
    const LocationID At = locate(D, F.place(ID).Parent);
    const Value Pointer = At ? load(D, At) : Value();
    // What came in is seldom asked for later, but tells ways out apart.
    if (!Pointer.isSymbol() ||
        Symbols[Pointer.symbol()].Kind == SymbolKind::Entry)
      continue;
    Range R = D.range(Pointer.symbol());
    R.narrow(CompareOp::NE, 0);
    if (!R.isEmpty())
      D.setRange(Pointer.symbol(), R);
  }
}

Range Memory::range(const Disjunct &D, Value V) const {
  Range R;
  switch (V.Which) {
  case Value::Kind::Constant:
    R.Lo = R.Hi = V.Number;
    break;
  case Value::Kind::Address:
    R.Lo = V.mayBeNull() ? 0 : 1;
    break;
  case Value::Kind::Function:
    R.Lo = 1;
    break;
  case Value::Kind::Symbol:
    R = D.range(V.symbol());
    if (Symbols[V.symbol()].Kind == SymbolKind::Test) {
      R.Lo = std::max<int64_t>(R.Lo, 0);
      R.Hi = std::min<int64_t>(R.Hi, 1);
    } else if (const Symbol &S = Symbols[V.symbol()];
               S.Kind == SymbolKind::Offset) {
      Range From = range(D, S.LHS).shifted(S.RHS.Number);
      R.Lo = std::max(R.Lo, From.Lo);
      R.Hi = std::min(R.Hi, From.Hi);
      if (!R.Not)
        R.Not = From.Not;
    } else if (S.Kind == SymbolKind::Masked) {
      R = maskRange(D, S, R);
    }
    break;
  case Value::Kind::Handle: {
    const HandleState &H = D.Handles[V.handle()];
    bool Number = V.Via == ir::OwnerKind::Raw;
    if (H.State == Typestate::Failed) {
      R.Lo = R.Hi = Number ? -1 : 0;
    } else if (V.Via == H.Owner) {
      R.Lo = H.Lo;
      R.Hi = H.Hi;
    } else {
      R.Lo = Number ? 0 : 1; // a view of what is owned as something else
    }
    break;
  }
  default:
    break;
  }
  return R;
}

Value Memory::compute(const Disjunct &D, BinaryOp Op, Value A, Value B) {
  if (Op <= BinaryOp::GE) {
    CompareOp Compare = static_cast<CompareOp>(Op);
    Disjunct Yes = D, No = D;
    bool MayHold = assume(Yes, A, Compare, B);
    bool MayFail = assume(No, A, ir::negate(Compare), B);
    if (MayHold != MayFail)
      return Value::constant(MayHold);
    // `bool valid() const { return fd >= 0; }` says it of a handle, too.
    auto Plain = [](Value V) {
      return V.isSymbol() || V.isConstant() || V.isHandle();
    };
    if (Plain(A) && Plain(B))
      return Value::symbol(Symbols.test(Compare, A, B));
    return {};
  }
  auto L = range(D, A).constant(), R = range(D, B).constant();
  if (!L && R && A.isSymbol() &&
      (Op == BinaryOp::Add || Op == BinaryOp::Sub))
    return offset(A.symbol(), Op == BinaryOp::Add ? *R : -*R);
  if (Op == BinaryOp::And || Op == BinaryOp::Or || Op == BinaryOp::Xor) {
    if (!L && R && A.isSymbol())
      return masked(Op, A.symbol(), *R);
    if (L && !R && B.isSymbol())
      return masked(Op, B.symbol(), *L);
  }
  if (!L || !R || A.isHandle() || B.isHandle())
    return {};
  uint64_t X = *L, Y = *R;
  switch (Op) {
  case BinaryOp::Add:
    return Value::constant(X + Y);
  case BinaryOp::Sub:
    return Value::constant(X - Y);
  case BinaryOp::Mul:
    return Value::constant(X * Y);
  case BinaryOp::And:
    return Value::constant(X & Y);
  case BinaryOp::Or:
    return Value::constant(X | Y);
  case BinaryOp::Xor:
    return Value::constant(X ^ Y);
  case BinaryOp::Shl:
    return Y < 64 ? Value::constant(X << Y) : Value();
  case BinaryOp::Shr:
    return Y < 64 ? Value::constant(*L >> Y) : Value();
  default:
    return {};
  }
}

Value Memory::offset(SymbolID Of, int64_t Delta) {
  constexpr int64_t Far = 16; // a loop may go on adding
  if (const Symbol &S = Symbols[Of]; S.Kind == SymbolKind::Offset) {
    Of = S.LHS.symbol();
    Delta += S.RHS.Number;
  }
  if (Delta < -Far || Delta > Far)
    return {};
  return Value::symbol(Delta ? Symbols.offset(Of, Delta) : Of);
}

bool Memory::isOutOfView(SymbolID S) const {
  for (LocationID At = Symbols[S].At; At;) {
    const Location &Root = Locations[Locations.root(At)];
    if (Root.Kind != LocationKind::Object)
      return Root.Kind == LocationKind::Global;
    At = Symbols[SymbolID(Root.Payload)].At;
  }
  return false;
}
