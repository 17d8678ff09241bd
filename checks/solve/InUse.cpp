//===- InUse.cpp - What the path has found in use -------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A child that is signalled or reaped was started, and with it what its record
// holds. A store at a variable index overwrites some element, and nobody knows what
// that one held; unless the path has found it in use by the same index, iterator,
// pointer or reference before, and that has not changed since.
//===----------------------------------------------------------------------===//
#include "solve/Run.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::PlaceID;
using ir::PlaceKind;

/// What \p Fact names a child by: -pid is its process group.
Value Run::pidOf(const Disjunct &D, const ir::Fact &Fact) {
  const ir::Operand &O = Fact.Ops[0];
  if (O.isPlace() && Mem.F.place(O.Place).Kind == ir::PlaceKind::Temp)
    for (const ir::Fact &From : Mem.F.Facts)
      if (From.Kind == ir::FactKind::Compute && From.Dst == O.Place &&
          From.Op == ir::BinaryOp::Sub && From.Ops[0].isConstant() &&
          From.Ops[0].Constant == 0)
        return Mem.value(D, From.Ops[1]);
  return Mem.value(D, O);
}

/// The path has found two numbers equal, one of which a child was reaped by, or
/// the caller has given to tell one element from the others: the record that has
/// the other is that child's. Whether it is a pid, who stores it there knows.
void Run::meetChild(Disjunct &D, const ir::Condition &C) {
  if (C.Op != ir::CompareOp::EQ || !C.LHS.isPlace() || !C.RHS.isPlace())
    return;
  const Value A = Mem.value(D, C.LHS), B = Mem.value(D, C.RHS);
  auto IsGiven = [&](Value V) {
    // Of what a loop opens here, the next round's element is another one.
    if (Follow.Which == Focus::Kind::Site || !V.isSymbol() ||
        Mem.Symbols[V.symbol()].Kind != SymbolKind::Entry)
      return false;
    const ir::PlaceID P = Mem.variableOf(Mem.Symbols[V.symbol()].At);
    return P && Mem.F.place(P).Kind == PlaceKind::Param &&
           Mem.F.place(P).Type == ir::ValueType::Int;
  };
  auto IsElements = [&](Value V) {
    return V.isSymbol() && Mem.Symbols[V.symbol()].Kind == SymbolKind::Entry &&
           Mem.Locations.isOneOfMany(Mem.Symbols[V.symbol()].At);
  };
  auto IsProcess = [&](Value V) {
    return V.isSymbol() &&
           (Processes.count(V.symbol()) ||
            (IsGiven(V) && IsElements(V == A ? B : A)));
  };
  if (IsProcess(A) == IsProcess(B))
    return;
  nameChild(D, IsProcess(A) ? B : A);
  foundInUse(D, IsProcess(A) ? C.RHS : C.LHS);
}

/// \p Pid is the number of a child. Who acquired what lies beside it has started
/// the child with it, perhaps.
void Run::nameChild(Disjunct &D, Value Pid) {
  if (!Pid.isSymbol() || Seeding)
    return;
  const Symbol &S = Mem.Symbols[Pid.symbol()];
  if (S.Kind == SymbolKind::Definition || S.Kind == SymbolKind::Imported)
    Processes.insert(Pid.symbol());
  if (S.Kind != SymbolKind::Entry || !S.At)
    return;
  if (Follow.Which == Focus::Kind::Base)
    Found.Children.insert(Pid.symbol());
  const LocationID Record = Mem.Locations[S.At].Parent;
  if (!Record)
    return;
  for (unsigned H = 0; H != D.Handles.size(); ++H)
    if (D.Handles[H].State == Typestate::Open &&
        llvm::any_of(D.store(), [&](const Disjunct::Cell &C) {
          return C.second.isHandle(H) && Mem.Locations.isUnder(C.first, Record);
        }))
      D.Handles[H].Child = S.At;
}

/// The variable that says in which element \p P lies, if one does.
PlaceID Run::elementBy(PlaceID P) const {
  auto IsVariable = [&](PlaceID By) {
    return By && (Mem.F.place(By).Kind == PlaceKind::Local ||
                  Mem.F.place(By).Kind == PlaceKind::Param);
  };
  for (; P; P = Mem.F.place(P).Parent) {
    const ir::Place &X = Mem.F.place(P);
    if (ir::isSummary(X.Kind))
      return IsVariable(X.IndexBy) ? X.IndexBy : PlaceID();
    if (X.Kind != PlaceKind::Pointee)
      continue;
    const PlaceID Root = Mem.F.root(X.Parent);
    return IsVariable(Root) ? Root : PlaceID();
  }
  return {};
}

PlaceID Run::elementArgument(const Disjunct &D, const ir::Fact &Fact,
                             LocationID L) {
  for (const ir::Operand &O : Fact.Args) {
    if (!O.Place)
      continue;
    PlaceID By = elementBy(O.Place);
    const Value V = Mem.value(D, O);
    const LocationID To = V.isAddress()  ? V.location()
                          : V.isSymbol() ? Mem.object(V.symbol())
                                         : LocationID();
    const PlaceKind Kind = Mem.F.place(O.Place).Kind;
    if (O.isPlace() && !By &&
        (Kind == PlaceKind::Local || Kind == PlaceKind::Param))
      By = O.Place; // the pointer or reference itself
    if (By && To && Mem.Locations.isUnder(L, To))
      return By;
  }
  return {};
}

void Run::childInUse(Disjunct &D, const ir::Fact &Fact, LocationID Pid) {
  if (D.Handles.empty() || !Mem.Locations.isOneOfMany(Pid))
    return;
  const LocationID Record = Mem.Locations[Pid].Parent;
  const PlaceID By = Record ? elementArgument(D, Fact, Pid) : PlaceID();
  if (!By)
    return;
  for (const auto &[L, V] : D.store())
    if (V.isHandle() && Mem.Locations.isUnder(L, Record))
      D.Handles[V.handle()].InUseBy = By;
}

bool Run::writesInUse(const Disjunct &D, const ir::Fact &Fact, LocationID L) {
  const Value Was = D.at(L);
  if (!Was.isHandle() || !Mem.Locations.isOneOfMany(L))
    return false;
  const HandleState &H = D.Handles[Was.handle()];
  return H.State == Typestate::Open && H.InUseBy &&
         elementArgument(D, Fact, L) == H.InUseBy;
}

void Run::foundInUse(Disjunct &D, const ir::Operand &O) {
  if (D.Handles.empty() || !O.isPlace())
    return;
  const PlaceID By = elementBy(O.Place);
  const LocationID At = By ? Mem.locate(D, O.Place) : LocationID();
  if (!At || !Mem.Locations.isOneOfMany(At))
    return;
  // The pid beside the handle is as good as the handle itself.
  const LocationID Record =
      Mem.Locations[At].isSummary() ? At : Mem.Locations[At].Parent;
  for (const auto &[L, V] : D.store())
    if (V.isHandle() && Mem.Locations.isUnder(L, Record))
      D.Handles[V.handle()].InUseBy = By;
}

void Run::overwriteInUse(Disjunct &D, const ir::Fact &Fact) {
  if (D.Handles.empty() || !Fact.Dst ||
      llvm::none_of(D.Handles, [](const HandleState &H) { return H.InUseBy; }))
    return;
  PlaceID Changed = Fact.Dst; // the variable, not what it leads to
  while (Changed && !Mem.F.place(Changed).isRoot())
    Changed = Mem.F.place(Changed).Kind == PlaceKind::Pointee
                  ? PlaceID()
                  : Mem.F.place(Changed).Parent;
  const PlaceID By = elementBy(Fact.Dst);
  const LocationID To = By ? Mem.locate(D, Fact.Dst) : LocationID();
  for (unsigned H = 0; H != D.Handles.size(); ++H) {
    HandleState &State = D.Handles[H];
    if (!State.InUseBy)
      continue;
    if (State.InUseBy == By && To && Mem.Locations.isOneOfMany(To) &&
        State.State == Typestate::Open &&
        !(!Fact.Ops.empty() && Mem.value(D, Fact.Ops[0]).isHandle(H))) {
      auto Held = heldMask(D);
      auto Old = snapshot(D, Held);
      D.eraseIf([&](const Disjunct::Cell &C) {
        return C.second.isHandle(H) && Mem.Locations.isUnder(C.first, To);
      });
      loseUnheld(D, Held, Old, LossKind::Overwrite, Fact.Loc);
    }
    if (Changed && State.InUseBy == Changed)
      State.InUseBy = {};
  }
}
