//===- CallValues.cpp - A callee's values in its caller's terms -----------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/CallMapper.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::PlaceKind;

int CallMapper::parameter(ir::PlaceID P) const {
  for (auto [I, Param] : llvm::enumerate(Callee.F.Params))
    if (Param == P)
      return I;
  return -1;
}

Value CallMapper::argument(unsigned I) {
  return I < Fact.Args.size() ? R.Mem.value(Before, Fact.Args[I]) : Value();
}

LocationID CallMapper::argumentPlace(unsigned I) {
  if (I >= Fact.Args.size() || !Fact.Args[I].isPlace())
    return {};
  return R.Mem.locate(Before, Fact.Args[I].Place);
}

LocationID CallMapper::location(LocationID L) {
  if (auto It = Known.find(L); It != Known.end())
    return It->second;
  const Location X = Callee.Locations[L];
  LocationID Mapped;
  switch (X.Kind) {
  case LocationKind::Variable: {
    ir::PlaceID P(X.Payload);
    const ir::Place &Place = Callee.F.place(P);
    if (Place.Kind == PlaceKind::Return) {
      if (Fact.Dst)
        Mapped = R.Mem.locate(Before, Fact.Dst);
    } else if (Place.Kind == PlaceKind::Global) {
      for (unsigned I = 0; I != R.Mem.F.Places.size(); ++I) {
        const ir::Place &Ours = R.Mem.F.Places[I];
        if (Ours.Kind == PlaceKind::Global && Ours.Name == Place.Name)
          Mapped = R.Mem.Locations.variable(ir::PlaceID(I));
      }
    } else if (int I = parameter(P); I >= 0) {
      Mapped = argumentPlace(I);
    }
    break;
  }
  case LocationKind::Object: {
    Value Pointer = symbol(SymbolID(X.Payload));
    if (Pointer.isAddress())
      Mapped = Pointer.location();
    else if (Pointer.isSymbol())
      Mapped = R.Mem.object(Pointer.symbol());
    break;
  }
  case LocationKind::Global:
    for (unsigned I = 0; I != R.Mem.F.Places.size(); ++I) {
      const ir::Place &Ours = R.Mem.F.Places[I];
      if (Ours.Kind == PlaceKind::Global && Ours.Name.index() == X.Payload)
        Mapped = R.Mem.Locations.variable(ir::PlaceID(I));
    }
    break;
  case LocationKind::Heap: {
    auto [It, New] = R.CalleeHeaps.try_emplace(
        {R.factIndex(Fact), X.Payload}, (1u << 24) + R.CalleeHeaps.size());
    Mapped = R.Mem.Locations.heap(ir::FactID(It->second));
    break;
  }
  case LocationKind::AnyIndex:
    if (LocationID Parent = location(X.Parent)) {
      auto N = X.Payload ? R.Mem.range(Before, symbol(SymbolID(X.Payload - 1)))
                               .constant()
                         : std::nullopt;
      Mapped = !N || *N < 0 ? R.Mem.Locations.project(X.Kind, Parent, 0)
               : *N ? R.Mem.Locations.project(LocationKind::Index, Parent, *N)
                    : Parent;
    }
    break;
  default:
    if (LocationID Parent = location(X.Parent))
      Mapped = R.Mem.Locations.project(X.Kind, Parent, X.Payload);
    break;
  }
  Known[L] = Mapped;
  return Mapped;
}

/// Where callee location \p L is in a global that the caller does not mention:
/// one call may read there what another has read, or has written.
LocationID CallMapper::elsewhere(LocationID L) {
  const Location X = Callee.Locations[L];
  switch (X.Kind) {
  case LocationKind::Global:
    return R.Mem.Locations.global(ir::StringID(X.Payload));
  case LocationKind::Variable: {
    const ir::Place &P = Callee.F.place(ir::PlaceID(X.Payload));
    return P.Kind == PlaceKind::Global ? R.Mem.Locations.global(P.Name)
                                       : LocationID();
  }
  case LocationKind::Field:
  case LocationKind::Index:
    if (LocationID Parent = elsewhere(X.Parent))
      return R.Mem.Locations.project(X.Kind, Parent, X.Payload);
    return {};
  default:
    return {};
  }
}

Value CallMapper::symbol(SymbolID S) {
  const Symbol X = Callee.Symbols[S];
  if (X.Kind == SymbolKind::Entry) {
    const Location At = Callee.Locations[X.At];
    if (At.Kind == LocationKind::Variable)
      if (int I = parameter(ir::PlaceID(At.Payload)); I >= 0)
        return argument(I);
    if (LocationID L = location(X.At)) {
      const Value V = R.Mem.load(Before, L);
      // The callee turns to some element: it need not be one that is closed.
      const bool Another =
          V.isHandle() && Callee.Locations.isOneOfMany(X.At) &&
          Before.Handles[V.handle()].State == Typestate::Closed;
      return Another ? Value::symbol(R.Mem.Symbols.entry(L)) : V;
    }
    if (LocationID L = elsewhere(X.At))
      return R.Mem.load(Before, L);
  }
  if (X.Kind == SymbolKind::Test) { // `return fd >= 0` is a predicate
    Value A = value(X.LHS), B = value(X.RHS);
    if (A && B)
      if (Value V = R.Mem.compute(Before, static_cast<ir::BinaryOp>(X.Op), A, B))
        return V;
  }
  if (X.Kind == SymbolKind::Offset) {
    Value From = symbol(X.LHS.symbol());
    if (auto N = R.Mem.range(Before, From).constant(); N && !From.isHandle())
      return Value::constant(*N + X.RHS.Number);
    if (From.isSymbol())
      if (Value V = R.Mem.offset(From.symbol(), X.RHS.Number))
        return V;
  }
  if (X.Kind == SymbolKind::Masked) {
    Value From = symbol(X.LHS.symbol());
    if (From && !From.isHandle())
      if (Value V = R.Mem.compute(Before, static_cast<ir::BinaryOp>(X.Number),
                                  From, X.RHS))
        return V;
  }
  if (X.Kind == SymbolKind::Answer)
    if (SymbolID Ours = answer(X))
      return Value::symbol(Ours);
  LocationID Anchor; // tells symbols of one callee location apart
  return Value::symbol(R.Mem.Symbols.imported(R.factIndex(Fact), S, Anchor));
}

/// What the callee was told, where all that it asked about is ours.
SymbolID CallMapper::answer(const Symbol &Theirs) {
  llvm::SmallVector<Value, 4> Args;
  for (Symbol X = Theirs;; X = Callee.Symbols[X.Of]) {
    Args.insert(Args.begin(), {X.LHS, X.RHS});
    if (!X.Of)
      break;
  }
  llvm::erase_if(Args, [](Value V) { return !V; });
  for (Value &V : Args) {
    V = value(V);
    if (!V || V.isHandle() || V.isCopy())
      return {};
  }
  return R.Mem.Symbols.answer(ir::FunctionID(Theirs.Number), Args);
}

Value CallMapper::value(Value V) {
  switch (V.Which) {
  case Value::Kind::Symbol:
    return symbol(V.symbol());
  case Value::Kind::Address:
    if (LocationID L = location(V.location()))
      return V.mayBeNull() ? Value::unchecked(L) : Value::address(L);
    return symbol(Callee.Symbols.entry(V.location()));
  case Value::Kind::Handle:
    if (V.handle() < Handles.size() && Handles[V.handle()] != ~0u) {
      V.ID = Handles[V.handle()];
      return V;
    }
    return {};
  case Value::Kind::Copy:
    return {};
  default:
    return V;
  }
}
