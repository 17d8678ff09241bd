//===- TransferHandle.cpp - Acquire, use, hand over -----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Run.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::CompareOp;
using ir::OwnerKind;

/// What the result of an acquisition can be at all.
static Range resultRange(const ir::Acquisition &Acq) {
  Range R;
  if (Acq.Kind == OwnerKind::Raw)
    R.Lo = -1; // intro(2)
  return R;
}

void Run::checkCloexec(const Disjunct &D, const ir::Fact &Fact) {
  if (onExec(D, Fact.Acq.Cloexec) != OnExec::Keeps ||
      !Reported.insert({CheckKind::StrictCloexec, 0, Fact.Loc}).second)
    return;
  Finding F;
  F.Check = CheckKind::StrictCloexec;
  F.In = Self;
  F.At = F.AcquiredAt = Fact.Loc;
  F.Callee = Fact.Acq.Callee;
  F.Owner = Fact.Acq.Kind;
  Findings.push_back(std::move(F));
}

void Run::acquireUnfollowed(Disjunct &D, const ir::Fact &Fact) {
  define(D, Fact.Dst, resultRange(Fact.Acq));
  // What a call writes through a pointer is a handle; where it fails, it writes
  // nothing.
  Range Written = resultRange(Fact.Acq);
  if (Fact.Acq.Kind == OwnerKind::Raw)
    Written.Lo = 0;
  for (const ir::Acquired &A : Fact.Acq.Handles)
    if (A.Into != Fact.Dst)
      define(D, A.Into, Written);
  // An acquisition takes the lowest free number, open(2).
  D.ClosedStandard &= D.ClosedStandard - 1;
}

/// What \p Fact, a call that has succeeded, has used was open: it is not -1.
bool Run::assumeUsed(Disjunct &D, const ir::Fact &Fact) {
  const ir::FactID ID(factIndex(Fact));
  const auto &Facts = Mem.F.block(Order.home(ID)).Facts;
  for (auto It = llvm::find(Facts, ID); It != Facts.begin();) {
    const ir::Fact &Use = Mem.F.fact(*--It);
    if (Use.Kind != ir::FactKind::Use || Use.Text != Fact.Acq.Callee)
      break;
    const Value V = Mem.value(D, Use.Ops[0]);
    if (V.isSymbol() &&
        !Mem.assume(D, V, CompareOp::NE, Value::constant(-1)))
      return false;
  }
  return true;
}

void Run::acquireFollowed(Disjunct D, const ir::Fact &Fact, Disjuncts &Out) {
  const ir::Acquisition &Acq = Fact.Acq;
  CurrentFact = factIndex(Fact);
  uint8_t Standard = D.ClosedStandard;
  acquireUnfollowed(D, Fact);
  if (Standard && Opts.Standard == StandardStreams::Exempt)
    return; // it becomes stdin, stdout or stderr
  const OnExec KeptByExec = onExec(D, Acq.Cloexec);
  const Value Flags = KeptByExec == OnExec::Unknown
                          ? Mem.value(D, Acq.Cloexec.Flags)
                          : Value();
  D.In = World::Same;
  D.Swept = D.IsParent = false;
  Mem.presume(D);
  if (Opts.UncheckedUse && Acq.Ok) {
    Disjunct Failed = D;
    if (Mem.assume(Failed, Mem.value(D, Acq.Ok.LHS), ir::negate(Acq.Ok.Op),
                   Mem.value(D, Acq.Ok.RHS))) {
      for (const ir::Acquired &A : Acq.Handles) {
        LocationID L = Mem.locate(D, A.Into);
        HandleState H;
        H.State = Typestate::Failed;
        H.Owner = Acq.Kind;
        H.End = A.End;
        if (L && A.Into == Fact.Dst)
          write(Failed, L, Value::handle(Failed.Handles.size(), Acq.Kind));
        Failed.Handles.push_back(H);
      }
      step(Failed, StepKind::Acquired, Fact.Loc, Acq.Callee);
      Out.push_back(std::move(Failed));
    }
  }
  if ((Acq.Ok && !Mem.assume(D, Acq.Ok)) || !assumeUsed(D, Fact))
    return;
  for (const ir::Acquired &A : Acq.Handles) {
    unsigned Number = D.Handles.size();
    if (Number == 2)
      break; // no call makes more
    HandleState H;
    H.Owner = Acq.Kind;
    H.End = A.End;
    H.Lo = Acq.Kind == OwnerKind::Raw ? 0 : 1;
    H.Exec = KeptByExec;
    if (Flags.isSymbol() &&
        Mem.Symbols[Flags.symbol()].Kind == SymbolKind::Entry) {
      H.ExecFlags = Flags.symbol();
      H.ExecBits = Acq.Cloexec.Bits;
    }
    if (Acq.Minimum)
      Mem.knowMinimum(D, H, Mem.value(D, Acq.Minimum));
    LocationID L = Mem.locate(D, A.Into);
    bool Temp = Mem.F.place(Mem.F.root(A.Into)).Kind == ir::PlaceKind::Temp;
    H.Kept = !Temp;
    D.Handles.push_back(H);
    Acquired[Number] = H;
    HandleCount = std::max(HandleCount, Number + 1);
    if (L) {
      write(D, L, Value::handle(Number, Acq.Kind));
      if (!Temp && Names[Number].empty()) {
        Names[Number] = describe(D, L);
        if (Acq.Handles.size() > 1 && A.Into != Fact.Dst &&
            Mem.F.place(A.Into).Kind == ir::PlaceKind::Index &&
            Mem.F.place(A.Into).Number == 0)
          Names[Number] += "[0]";
      }
    } else {
      D.Handles[Number].State = Typestate::Escaped;
    }
  }
  step(D, StepKind::Acquired, Fact.Loc, Acq.Callee);
  Out.push_back(std::move(D));
}

/// Where failed acquisitions are followed, the world in which \p Fact gives
/// \p None instead of what it makes of a handle that no run follows.
void Run::mayBeNone(const Disjunct &D, const ir::Fact &Fact, int64_t None,
                    Disjuncts &Out) {
  const LocationID To = Fact.Dst ? Mem.locate(D, Fact.Dst) : LocationID();
  if (!Opts.UncheckedUse || Follow.Which != Focus::Kind::Base || Seeding || !To)
    return;
  Disjunct Failed = D;
  forgetDefinitions(Failed, factIndex(Fact));
  write(Failed, To, Value::constant(None));
  Out.push_back(std::move(Failed));
}

bool Run::transferOwner(Disjunct &D, const ir::Fact &Fact, Disjuncts &Out) {
  Value V = Mem.value(D, Fact.Ops[0]);
  if (!V.isHandle()) {
    if (V.isSymbol() && Follow.Which == Focus::Kind::Base && !Seeding)
      meetRelease(V, V.Via);
    meetAlias(V);
    mayBeNone(D, Fact, 0, Out);
    define(D, Fact.Dst);
    return true;
  }
  use(D, Fact.Ops[0], Fact);
  unsigned H = V.handle();
  LocationID To = Mem.locate(D, Fact.Dst);
  if (!To) {
    escapeHandle(D, H, Fact, "unknown place");
    return true;
  }
  if (Fact.Ok) { // on failure the descriptor is still ours, fdopen(3)
    Disjunct Failed = D;
    forgetDefinitions(Failed, factIndex(Fact));
    write(Failed, To, Value::constant(0));
    if (Mem.assume(Failed, {Fact.Ok.LHS, ir::negate(Fact.Ok.Op), Fact.Ok.RHS}))
      Out.push_back(std::move(Failed));
  }
  HandleState &State = D.Handles[H];
  if (State.State == Typestate::Open || State.State == Typestate::Foreign) {
    State.Owner = Fact.Owner;
    State.Lo = Fact.Owner == OwnerKind::Raw ? 0 : 1;
    State.Hi = std::numeric_limits<int64_t>::max();
  }
  write(D, To, Value::handle(H, Fact.Owner));
  return true;
}

void Run::use(Disjunct &D, const ir::Operand &O, const ir::Fact &Fact) {
  Value V = Mem.value(D, O);
  touch(D, V);
  if (V.isHandle()) {
    useHandle(D, V.handle(), Fact.Text, Fact.Loc);
    foundInUse(D, O);
  } else {
    useNone(D, O, Fact);
  }
}

/// A use of what is no handle: null, or -1. What \p O got from an acquisition is
/// told there.
void Run::useNone(const Disjunct &D, const ir::Operand &O, const ir::Fact &Fact) {
  if (!Opts.UncheckedUse || Follow.Which != Focus::Kind::Base || Seeding ||
      !O.isPlace())
    return;
  const ir::Place &P = Mem.F.place(O.Place);
  const bool Stream = P.Type == ir::ValueType::Pointer;
  if (Mem.value(D, O) != Value::constant(Stream ? 0 : -1) ||
      !Reported.insert({CheckKind::StrictUncheckedUse, O.Place.index(), {}})
           .second)
    return;
  Finding F;
  F.Check = CheckKind::StrictUncheckedUse;
  F.In = Self;
  F.At = Fact.Loc;
  F.Closer = Fact.Text;
  F.Owner = Stream ? OwnerKind::File : OwnerKind::Raw;
  F.None = true;
  F.Name = describe(D, Mem.locate(D, O.Place));
  Findings.push_back(std::move(F));
}

/// Whether \p O may be a stream or directory that was opened, and is one from now
/// on: who uses null comes no farther.
bool Run::isNoNull(Disjunct &D, const ir::Operand &O) {
  return !O.isPlace() || Mem.F.place(O.Place).Type != ir::ValueType::Pointer ||
         Mem.assume(D, Mem.value(D, O), ir::CompareOp::NE, Value::constant(0));
}

void Run::useHandle(Disjunct &D, unsigned H, ir::StringID By, ir::LocID At) {
  HandleState &State = D.Handles[H];
  if (State.State == Typestate::Closed)
    report(CheckKind::UseAfterClose, D, H, At, By);
  else if (State.State == Typestate::Failed && !State.ReleasedAt)
    report(CheckKind::StrictUncheckedUse, D, H, At, By);
  else
    State.Used = true;
}

void Run::escapeHandle(Disjunct &D, unsigned H, const ir::Fact &Fact,
                       llvm::StringRef Cause) {
  HandleState &State = D.Handles[H];
  if (State.State == Typestate::Open && !Cause.empty())
    Gaps.insert({Fact.Loc, Cause.str()});
  if (State.State == Typestate::Open)
    noteInLoops(D, H, HandsOnElement), noteEnd(D, H);
  if (State.State == Typestate::Open || State.State == Typestate::Foreign ||
      State.State == Typestate::Closed)
    State.State = Typestate::Escaped;
}

void Run::escape(Disjunct &D, Value V, const ir::Fact &Fact, bool Havoc,
                 llvm::StringRef Cause) {
  if (V.isHandle()) {
    if (D.Handles[V.handle()].State != Typestate::Closed)
      escapeHandle(D, V.handle(), Fact, Cause);
  } else if (V.isSymbol()) {
    if (Follow.Which == Focus::Kind::Base && !Seeding)
      Found.Escaping.insert(V.symbol());
    if (LocationID L = Mem.object(V.symbol()))
      escapeBelow(D, L, Fact, Havoc, Cause);
  } else if (V.isAddress()) {
    escapeBelow(D, V.location(), Fact, Havoc, Cause);
  }
}

/// Whether \p L is a capture of a closure whose body only reads it.
bool Run::isOnlyRead(LocationID L) {
  const Location &X = Mem.Locations[L];
  if (X.Kind != LocationKind::Field ||
      Mem.Locations[X.Parent].Kind != LocationKind::Variable)
    return false;
  const ir::Place &Closure = Mem.F.place(Mem.variableOf(L));
  return Closure.Type == ir::ValueType::Record && Closure.Record &&
         Callees.onlyReads(Closure.Record, ir::StringID(X.Payload));
}

void Run::escapeBelow(Disjunct &D, LocationID L, const ir::Fact &Fact,
                      bool Havoc, llvm::StringRef Cause) {
  // What is in a record that came in, its caller knows.
  if (Follow.Which == Focus::Kind::Base && !Seeding) {
    Value Whole = D.at(L);
    Whole = Whole.isCopy() ? Value::symbol(Mem.Symbols.entry(Whole.location()))
                           : Mem.load(D, L);
    if (Whole.isSymbol())
      Found.Escaping.insert(Whole.symbol());
  }
  llvm::SmallVector<LocationID, 8> Todo{L};
  llvm::DenseSet<LocationID> Seen;
  while (!Todo.empty()) {
    LocationID Top = Todo.pop_back_val();
    if (!Seen.insert(Top).second)
      continue;
    forEachUnder(D, Top, [&](const Disjunct::Cell &C) {
      if (C.second.isHandle()) {
        if (!isOnlyRead(C.first))
          escapeHandle(D, C.second.handle(), Fact, Cause);
      } else if (C.second.isAddress())
        Todo.push_back(C.second.location());
      else if (C.second.isSymbol() && Follow.Which == Focus::Kind::Base &&
               !Seeding)
        Found.Escaping.insert(C.second.symbol());
    });
  }
  if (!Havoc)
    return;
  uint32_t Number = factIndex(Fact);
  for (LocationID Top : Seen) {
    clearBelow(D, Top);
    D.set(Top, Value::symbol(Mem.Symbols.havoc(Number, Top)));
  }
}
