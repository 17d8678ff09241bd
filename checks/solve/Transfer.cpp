//===- Transfer.cpp - What each fact does to a disjunct -------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Run.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FactKind;
using ir::Operand;

bool Run::transfer(Disjunct &D, ir::FactID ID, Disjuncts &Out) {
  const ir::Fact &Fact = Mem.F.fact(ID);
  CurrentFact = ID.index();
  overwriteInUse(D, Fact);
  turnToElement(D, Fact);
  noteIndex(D, Fact);
  switch (Fact.Kind) {
  case FactKind::Assign:
  case FactKind::Move:
    assign(D, Fact.Dst, Fact.Ops[0], Fact);
    return true;
  case FactKind::Input:
    if (LocationID L = Mem.locate(D, Fact.Ops[0].Place))
      input(D, L);
    return true;
  case FactKind::Compute: {
    Value A = Mem.value(D, Fact.Ops[0]), B = Mem.value(D, Fact.Ops[1]);
    Value V = Mem.compute(D, Fact.Op, A, B);
    if (!V) {
      Range R;
      auto Delta = Mem.range(D, B).constant();
      if (Delta && !A.isHandle() && *Delta > INT64_MIN &&
          (Fact.Op == ir::BinaryOp::Add || Fact.Op == ir::BinaryOp::Sub))
        R = Mem.range(D, A).shifted(Fact.Op == ir::BinaryOp::Add ? *Delta
                                                                 : -*Delta);
      define(D, Fact.Dst, R);
      return true;
    }
    auto Held = heldMask(D);
    auto Old = snapshot(D, Held);
    if (LocationID L = Mem.locate(D, Fact.Dst))
      write(D, L, V);
    loseUnheld(D, Held, Old, LossKind::Overwrite, Fact.Loc);
    return true;
  }
  case FactKind::Acquire:
    if (Follow.Which == Focus::Kind::Base && !Seeding) {
      Found.Sites.insert({ID, 0});
      checkCloexec(D, Fact);
    }
    acquireUnfollowed(D, Fact);
    return true;
  case FactKind::Transfer:
    return transferOwner(D, Fact, Out);
  case FactKind::Alias: {
    Value V = Mem.value(D, Fact.Ops[0]);
    if (V.isHandle()) {
      useHandle(D, V.handle(), {}, Fact.Loc);
      V.Via = Fact.Owner;
      auto Held = heldMask(D);
      auto Old = snapshot(D, Held);
      if (LocationID L = Mem.locate(D, Fact.Dst))
        write(D, L, V);
      loseUnheld(D, Held, Old, LossKind::Overwrite, Fact.Loc);
    } else {
      meetAlias(V);
      define(D, Fact.Dst);
    }
    return true;
  }
  case FactKind::Release:
    return release(D, Fact, Out);
  case FactKind::Use:
    use(D, Fact.Ops[0], Fact);
    return isNoNull(D, Fact.Ops[0]);
  case FactKind::Wait:
    read(D, Fact);
    return isNoNull(D, Fact.Ops[0]);
  case FactKind::Await:
    await(D, Fact);
    return true;
  case FactKind::Unblock:
    unblock(D, Mem.value(D, Fact.Ops[0]));
    return true;
  case FactKind::Process:
    nameChild(D, pidOf(D, Fact));
    foundInUse(D, Fact.Ops[0]);
    return true;
  case FactKind::Format:
    seeTo(D, Mem.value(D, Fact.Ops[0]));
    return true;
  case FactKind::Probe:
    return probe(D, Fact, Out);
  case FactKind::Dup2: {
    use(D, Fact.Ops[0], Fact);
    Value New = Mem.value(D, Fact.Ops[1]);
    // The number is closed and taken again in one step: it stays open.
    if (New.isHandle() && D.Handles[New.handle()].State == Typestate::Closed)
      D.Handles[New.handle()].State = Typestate::Escaped;
    else if (New.isHandle() && D.Handles[New.handle()].State == Typestate::Failed)
      useHandle(D, New.handle(), Fact.Text, Fact.Loc);
    becomesInput(D, Fact);
    mayBeNone(D, Fact, -1, Out);
    Range R;
    R.Lo = Opts.UncheckedUse && Follow.Which == Focus::Kind::Base ? 0 : -1;
    if (Fact.Dst)
      define(D, Fact.Dst, R);
    return true;
  }
  case FactKind::Escape:
    escape(D, Mem.value(D, Fact.Ops[0]), Fact, /*Havoc=*/true,
           Fact.Text ? Mem.M.text(Fact.Text) : "unknown construct");
    if (Fact.Ops[0].isPlace())
      if (LocationID L = Mem.locate(D, Fact.Ops[0].Place))
        escapeBelow(D, L, Fact, /*Havoc=*/false,
                    Fact.Text ? Mem.M.text(Fact.Text) : "unknown construct");
    return true;
  case FactKind::Cloexec:
    setCloexec(D, Fact);
    return true;
  case FactKind::Call:
    return call(D, Fact, Out);
  case FactKind::Throw:
    D.Thrown.assign(Fact.Types.begin(), Fact.Types.end());
    if (D.Thrown.empty())
      D.Thrown.push_back({});
    unwind(std::move(D), Fact);
    return false;
  case FactKind::Rethrow:
    D.Thrown.assign(1, ir::StringID());
    unwind(std::move(D), Fact);
    return false;
  case FactKind::Fork:
    return forkWorlds(D, Fact, Out);
  case FactKind::Exec:
    exec(D, Fact.Loc, Fact.Text);
    D.ExecFailed = true; // for else nothing follows
    return true;
  case FactKind::Exit:
    return false;
  case FactKind::End:
    endVariable(D, Fact.Ops[0].Place, Fact);
    return true;
  case FactKind::EndTemps:
    endTemps(D, Fact);
    return true;
  case FactKind::Alloc:
    allocate(D, Fact);
    return true;
  case FactKind::Free:
    freeRecord(D, Fact);
    return true;
  case FactKind::Insert:
    insertElement(D, Fact);
    return true;
  case FactKind::Key:
    becomesKey(D, Mem.value(D, Fact.Ops[0]), Mem.locate(D, Fact.Dst));
    return true;
  case FactKind::Erase:
    eraseElement(D, Fact);
    return true;
  case FactKind::Clear:
    clearElements(D, Fact);
    return true;
  }
  return true;
}

void Run::assign(Disjunct &D, ir::PlaceID Dst, const Operand &Source,
                 const ir::Fact &Fact) {
  if (!D.Handles.empty() && Source.isPlace())
    Mem.followed(D, Source.Place);
  LocationID To = Mem.locate(D, Dst);
  auto Held = heldMask(D);
  if (!To) {
    // Stored where we cannot see.
    escape(D, Mem.value(D, Source), Fact, /*Havoc=*/false, "unknown place");
    return;
  }
  auto Old = snapshot(D, Held);
  // Element 0 of an array of records lies where the array does. A std::array is
  // a record of the library, which has no name.
  const ir::Place &Written = Mem.F.place(Dst);
  const Extent Of = Written.Type == ir::ValueType::Record && Written.Record
                        ? Extent::First
                        : Extent::Whole;
  bool Record = Source.isPlace() &&
                (Mem.F.place(Source.Place).Type == ir::ValueType::Record ||
                 Mem.F.place(Source.Place).Type == ir::ValueType::Array);
  if (Source.Which == Operand::Kind::Unknown) {
    define(D, Dst);
  } else if (Record) {
    if (LocationID From = Mem.locate(D, Source.Place))
      copyRecord(D, To, From, D, Of);
    else
      define(D, Dst);
  } else if (Value V = Mem.value(D, Source);
             V.isHandle() && isAnotherElement(D, V.handle(), Source, To)) {
    define(D, Dst);
  } else if (V) {
    ir::ValueType Type = Mem.F.place(Dst).Type;
    if ((Type == ir::ValueType::Record || Type == ir::ValueType::Array) &&
        !isHeldByAnother(D, To))
      clearBelow(D, To, Of); // `= {}`
    if (Of == Extent::Whole || !Mem.Locations[To].IsArray)
      write(D, To, V);
    if (V.isHandle() && Mem.F.place(Mem.F.root(Dst)).Kind != ir::PlaceKind::Temp) {
      HandleState &H = D.Handles[V.handle()];
      std::string &Name = Names[V.handle()];
      // A macro's own variable is none that the user wrote.
      if (Name.empty() ? !H.Kept : llvm::StringRef(Name).starts_with("__"))
        Name = describe(D, To);
      H.Kept = true;
    }
    // Flags that come back with a descriptor in one special case.
    if (V.isHandle() && Mem.outlives(To) && Order.isSetOfBits(Dst))
      escape(D, V, Fact, /*Havoc=*/false, "a set of bits");
  } else {
    define(D, Dst);
  }
  loseUnheld(D, Held, Old, LossKind::Overwrite, Fact.Loc);
}

/// Whether \p Source, one of many elements, is read while some variable other
/// than \p To still holds the one read before: they need not be the same.
bool Run::isAnotherElement(const Disjunct &D, unsigned H,
                           const Operand &Source, LocationID To) {
  if (!Source.isPlace())
    return false;
  LocationID From = Mem.locate(D, Source.Place);
  if (!From || !Mem.Locations.isOneOfMany(From))
    return false;
  return llvm::any_of(D.store(), [&](const Disjunct::Cell &C) {
    return C.second.isHandle(H) && C.first != To &&
           !Mem.Locations.isOneOfMany(C.first);
  });
}

void Run::input(Disjunct &D, LocationID L) {
  D.eraseIf([&](const Disjunct::Cell &C) {
    return Mem.Locations.isUnder(C.first, L) && !C.second.isHandle() &&
           !C.second.isAddress();
  });
  forgetDefinitionsAt(D, CurrentFact, L);
  if (D.at(L))
    return;
  // A caller's object may hold more than is seen here: it is no longer known.
  D.set(L, Value::symbol(Mem.variableOf(L)
                             ? Mem.Symbols.definition(CurrentFact, L)
                             : Mem.Symbols.havoc(CurrentFact, L)));
}

void Run::endVariable(Disjunct &D, ir::PlaceID P, const ir::Fact &Fact) {
  LocationID L = Mem.locate(D, P);
  if (!L)
    return;
  auto Held = heldMask(D);
  auto Old = snapshot(D, Held);
  clearBelow(D, L);
  D.set(L, {});
  // A new life of the variable has nothing to do with the old one's value.
  SymbolID Was = Mem.Symbols.entry(L);
  D.setRange(Was, Range());
  loseUnheld(D, Held, Old, LossKind::ScopeEnd, Fact.Loc);
}

void Run::endTemps(Disjunct &D, const ir::Fact &Fact) {
  auto IsTemp = [&](LocationID L) {
    ir::PlaceID P = Mem.variableOf(L);
    return P && Mem.F.place(P).Kind == ir::PlaceKind::Temp;
  };
  auto Held = heldMask(D);
  auto Old = snapshot(D, Held);
  D.eraseIf([&](const Disjunct::Cell &C) { return IsTemp(C.first); });
  loseUnheld(D, Held, Old, LossKind::ScopeEnd, Fact.Loc);
}

void Run::allocate(Disjunct &D, const ir::Fact &Fact) {
  LocationID Record = Mem.Locations.heap(ir::FactID(factIndex(Fact)));
  auto Held = heldMask(D);
  auto Old = snapshot(D, Held);
  // The record of an earlier round lives on somewhere else.
  bool Again = llvm::any_of(D.store(), [&](const Disjunct::Cell &C) {
    return C.second.isHandle() && Mem.Locations.isUnder(C.first, Record);
  });
  if (Again)
    escapeBelow(D, Record, Fact, /*Havoc=*/false, "several records of one site");
  clearBelow(D, Record);
  if (LocationID L = Mem.locate(D, Fact.Dst))
    write(D, L, Fact.Ok ? Value::unchecked(Record) : Value::address(Record));
  loseUnheld(D, Held, Old, LossKind::Overwrite, Fact.Loc);
}

void Run::freeRecord(Disjunct &D, const ir::Fact &Fact) {
  Value V = Mem.value(D, Fact.Ops[0]);
  LocationID L;
  if (V.isAddress())
    L = V.location();
  else if (V.isSymbol())
    L = Mem.object(V.symbol());
  if (!L)
    return;
  auto Held = heldMask(D);
  auto Old = snapshot(D, Held);
  clearBelow(D, L);
  // What lies there from now on is nobody's; callers must see that, too.
  D.set(L, Value::symbol(Mem.Symbols.definition(factIndex(Fact), L)));
  loseUnheld(D, Held, Old, LossKind::Free, Fact.Loc);
}
