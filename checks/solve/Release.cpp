//===- Release.cpp - Where a duty ends ------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Run.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::OwnerKind;

/// fclose(3) and pclose(3) are undefined for null.
static bool needsStream(OwnerKind Closer) {
  return Closer == OwnerKind::File || Closer == OwnerKind::Popen;
}

bool Run::release(Disjunct &D, const ir::Fact &Fact, Disjuncts &Out) {
  Value V = Mem.value(D, Fact.Ops[0]);
  if (Fact.Ok) { // freopen closes for good only where it fails
    if (V.isHandle() && D.Handles[V.handle()].State == Typestate::Closed) {
      useHandle(D, V.handle(), Fact.Text, Fact.Loc);
      D.Handles[V.handle()].State = Typestate::Escaped;
    } else if (V.isHandle() && D.Handles[V.handle()].State == Typestate::Failed) {
      useHandle(D, V.handle(), Fact.Text, Fact.Loc);
    } else {
      useNone(D, Fact.Ops[0], Fact);
    }
    Disjunct Kept = D;
    CurrentFact = factIndex(Fact);
    define(Kept, Fact.Dst);
    define(D, Fact.Dst);
    if (Mem.assume(Kept, {Fact.Ok.LHS, ir::negate(Fact.Ok.Op), Fact.Ok.RHS}))
      Out.push_back(std::move(Kept));
    if (!Mem.assume(D, Fact.Ok))
      return false;
    if (V.isHandle())
      releaseHandle(D, V.handle(), V, Fact, Fact.Owner, Fact.Text);
    return true;
  }
  escapeElements(D, V, Fact);
  if (needsStream(Fact.Owner))
    useNone(D, Fact.Ops[0], Fact);
  const LocationID From = someElement(D, Fact.Ops[0], V);
  const bool IsStored = From && V.isHandle() && D.at(From) == V;
  if (From && !IsStored)
    escapeSome(D, From, Fact);
  if (From && V.isHandle() && !IsStored) {
    escapeHandle(D, V.handle(), Fact, "unknown index");
  } else if (V.isHandle()) {
    noteRawOwner(D, V.handle(), Fact);
    releaseHandle(D, V.handle(), V, Fact, Fact.Owner, Fact.Text);
  } else if (V.isSymbol() && Follow.Which == Focus::Kind::Base && !Seeding) {
    meetRelease(V, Fact.Owner);
  } else if (Fact.Ops[0].Which == ir::Operand::Kind::Unknown) {
    sweepKind(D, Fact.Owner);
  } else if (auto C = Mem.range(D, V).constant(); C && *C >= 0 && *C <= 2) {
    D.ClosedStandard |= 1u << *C;
  }
  if (!V.isHandle() && !Fact.Ops[0].isConstant() && !Order.loops(Current).empty())
    sweep(D, /*InLoop=*/true);
  // Some element of an array whose elements are told apart.
  if (!V.isHandle() && Fact.Ops[0].isPlace())
    if (LocationID L = Mem.locate(D, Fact.Ops[0].Place);
        L && Mem.Locations[L].isSummary()) {
      do // and of the rows, if it is an array of arrays
        L = Mem.Locations[L].Parent;
      while (Mem.Locations[L].Kind == LocationKind::AnyIndex);
      escapeBelow(D, L, Fact, /*Havoc=*/false, "unknown index");
    }
  if (Fact.Dst) {
    Range R;
    R.Lo = -1;
    define(D, Fact.Dst, R);
    if (V.isHandle())
      if (LocationID L = Mem.locate(D, Fact.Dst)) {
        Value Result = Mem.load(D, L);
        if (Result.isSymbol())
          D.Handles[V.handle()].ReleaseResult = Result.symbol();
      }
  }
  return true;
}

/// Where the element lies, at a number that nobody knows, that \p O with the value
/// \p V is or was read from.
LocationID Run::someElement(const Disjunct &D, const ir::Operand &O,
                            Value V) {
  ir::PlaceID P = O.isPlace() ? O.Place : ir::PlaceID();
  LocationID L = P ? Mem.locate(D, P) : LocationID();
  if (Mem.Locations.isWeak(L))
    return L;
  if (!V.isSymbol() || Mem.Symbols[V.symbol()].Kind != SymbolKind::Definition)
    return {};
  const unsigned Number = Mem.Symbols[V.symbol()].Number;
  if (Number >= Mem.F.Facts.size())
    return {};
  const ir::Fact &Read = Mem.F.Facts[Number];
  if (Read.Kind != ir::FactKind::Assign || !Read.Ops[0].isPlace())
    return {};
  L = Mem.locate(D, Read.Ops[0].Place);
  return Mem.Locations.isWeak(L) ? L : LocationID();
}

/// The element at \p From was released, whichever it is. Of those that it may be
/// nothing is known from here on, nor where a loop over them ends.
void Run::escapeSome(Disjunct &D, LocationID From, const ir::Fact &Fact) {
  for (unsigned H = 0; H != D.Handles.size(); ++H) {
    bool MayBe = false;
    for (const auto &[L, V] : D.store()) {
      if (!V.isHandle(H) || !Mem.Locations.mayBe(From, L))
        continue;
      MayBe = true;
      for (ir::BlockID Header : Order.loops(Current))
        noteInLoop(Header, L, HandsOnElement);
    }
    if (MayBe)
      escapeHandle(D, H, Fact, "unknown index");
  }
}

void Run::meetRelease(Value V, OwnerKind Owner) {
  Found.Released.try_emplace(V.symbol(), Owner);
  Found.Met.release(V.symbol(), ir::FactID(CurrentFact));
}

void Run::meetAlias(Value V) {
  if (V.isSymbol() && Follow.Which == Focus::Kind::Base && !Seeding)
    Found.Met.rename(V.symbol());
}

/// A variable of this function, or a member of one that has no destructor of its
/// own, owned what it acquired: it is closed through it.
void Run::noteRawOwner(Disjunct &D, unsigned H, const ir::Fact &Fact) {
  if (!Opts.RawOwners || Follow.Which != Focus::Kind::Site ||
      D.Handles[H].State != Typestate::Open || !Fact.Ops[0].isPlace())
    return;
  ir::PlaceID P = Fact.Ops[0].Place;
  for (; !Mem.F.place(P).isRoot(); P = Mem.F.place(P).Parent) {
    const ir::Place &Up = Mem.F.place(Mem.F.place(P).Parent);
    if (Mem.F.place(P).Kind == ir::PlaceKind::Pointee ||
        (Mem.M.has(Up.Record) && Mem.M.at(Up.Record).UserDestructor))
      return;
  }
  if (Mem.F.place(P).Kind == ir::PlaceKind::Local)
    report(CheckKind::StrictRawOwner, D, H, siteLoc(), Fact.Text);
}

/// Whether a handle is read as another type than it was stored as, which takes a
/// union or a `void *`, and a tag beside it that tells when. A cast of what the
/// variable is declared as takes none.
static bool isUnderTag(const ir::Function &F, const ir::Fact &Fact,
                       OwnerKind Owner, OwnerKind Closer) {
  const ir::OwnerType Is = ir::ownerType(Owner), As = ir::ownerType(Closer);
  if (Is == As || Is == ir::OwnerType::Object || As == ir::OwnerType::Object)
    return false;
  return Is != ir::OwnerType::Number || Fact.Kind != ir::FactKind::Release ||
         !Fact.Ops[0].isPlace() ||
         F.place(Fact.Ops[0].Place).Type != ir::ValueType::Int;
}

void Run::releaseHandle(Disjunct &D, unsigned H, Value By,
                        const ir::Fact &Fact, OwnerKind Closer,
                        ir::StringID Name) {
  HandleState &State = D.Handles[H];
  ir::FactID Here(factIndex(Fact));
  noteInLoops(D, H, ClosesElement);
  noteEnd(D, H);
  switch (State.State) {
  case Typestate::Failed:
    // close(-1) fails and does nothing. What follows is no use of what was
    // opened in vain: on the other paths the handle is closed.
    if (needsStream(Closer))
      useHandle(D, H, Name, Fact.Loc);
    State.ReleasedAt = Here;
    return;
  case Typestate::Escaped:
    return;
  case Typestate::Closed: {
    bool Retry = State.ReleasedAt == Here && State.ReleaseResult &&
                 D.range(State.ReleaseResult).Hi < 0;
    if (!isFoundAnew(State, Fact))
      report(Retry ? CheckKind::CloseRetry : CheckKind::DoubleClose, D, H,
             Fact.Loc, Name);
    State.State = Typestate::Escaped;
    return;
  }
  case Typestate::Open:
  case Typestate::Foreign:
    break;
  }
  if (State.Owner != Closer && Closer != OwnerKind::Object) {
    if (By.Via != State.Owner)
      report(CheckKind::CloseBorrowed, D, H, Fact.Loc, Name);
    else if (isUnderTag(Mem.F, Fact, State.Owner, Closer)) {
      State.State = Typestate::Escaped;
      return;
    } else if (State.State == Typestate::Open)
      report(CheckKind::WrongCloser, D, H, Fact.Loc, Name);
  }
  State.State = Typestate::Closed;
  State.ReleasedAt = Here;
  State.ReleaseResult = {};
  step(D, StepKind::Released, Fact.Loc, Name);
}

/// Whether the callee, called again in another round of a loop, releases what it
/// finds in memory that is not this function's and that it writes to: the next
/// one, for all we know.
bool Run::isFoundAnew(const HandleState &H, const ir::Fact &Fact) const {
  if (Follow.Which != Focus::Kind::Number ||
      Fact.Kind != ir::FactKind::Call ||
      H.ReleasedAt != ir::FactID(factIndex(Fact)))
    return false;
  const Summary *S = Fact.Callee ? Callees.summary(Fact.Callee) : nullptr;
  if (S && llvm::none_of(S->Base, [](const Outcome &O) {
        return O.At.Elsewhere || !O.At.store().empty();
      }))
    return false; // it only reads where the number is
  const LocationID At = Mem.Symbols[Follow.Number].At;
  const ir::PlaceID P = At ? Mem.variableOf(At) : ir::PlaceID();
  return !P || Mem.F.place(P).Kind == ir::PlaceKind::Global;
}

/// Open if Ok: no use, but an open number answers so, and a standard one that
/// does not is free for the next acquisition.
bool Run::probe(Disjunct &D, const ir::Fact &Fact, Disjuncts &Out) {
  Value V = Mem.value(D, Fact.Ops[0]);
  const auto Number = V.isHandle() ? std::nullopt : Mem.range(D, V).constant();
  if (Fact.Dst)
    define(D, Fact.Dst);
  if (!Fact.Ok)
    return true;
  if (V.isHandle() && D.Handles[V.handle()].State == Typestate::Open)
    return Mem.assume(D, Fact.Ok);
  if (!Number || *Number < 0 || *Number > 2)
    return true;
  Disjunct Free = D;
  Free.ClosedStandard |= 1u << *Number;
  if (Mem.assume(Free, {Fact.Ok.LHS, ir::negate(Fact.Ok.Op), Fact.Ok.RHS}))
    Out.push_back(std::move(Free));
  return Mem.assume(D, Fact.Ok);
}
