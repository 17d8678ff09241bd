//===- PipeEnd.cpp - Who waits for the end of a pipe ----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A pipe ends for its reader when every copy of its write end is closed, pipe(7).
// Who reads to the end, or waits for who does, while it holds a write end itself
// that nothing here writes to, waits for ever.
//===----------------------------------------------------------------------===//
#include "solve/CallMapper.h"
#include "solve/Drain.h"
#include "solve/Run.h"

using namespace fdtidy;
using namespace fdtidy::solve;

void Run::read(Disjunct &D, const ir::Fact &Fact) {
  Value V = Mem.value(D, Fact.Ops[0]);
  use(D, Fact.Ops[0], Fact);
  const bool Matters =
      V.isSymbol() ? Follow.Which == Focus::Kind::Base && !Seeding
                   : V.isHandle() && HandleCount == 2 && !Seeding;
  if (Matters) {
    auto [It, New] = Drains.try_emplace(&Fact, false);
    if (New)
      It->second = readsToEnd(Mem.F, Current, ir::FactID(factIndex(Fact)));
    if (It->second)
      drained(D, V, Fact.Loc, Fact.Text);
  }
  D.IsParent = false; // it has heard of the child, and may know that it ends
  if (Fact.Dst) {
    CurrentFact = factIndex(Fact);
    define(D, Fact.Dst);
  }
}

/// What \p V refers to is read to its end at \p At.
void Run::drained(Disjunct &D, Value V, ir::LocID At, ir::StringID By) {
  if (V.isSymbol()) {
    if (Follow.Which == Focus::Kind::Base && !Seeding)
      (D.In == World::Child ? Found.ChildReads : Found.Drained)
          .insert(V.symbol());
    return;
  }
  if (!V.isHandle() || Seeding || D.Handles[V.handle()].Unblocked ||
      D.Handles[V.handle()].End != ir::PipeEnd::Read)
    return;
  if (D.In == World::Child)
    ChildReads = true;
  waitWithOpenEnd(D, At, By, V.handle());
}

/// The callee reads what it is given to the end. An end that it is given as well,
/// it may close first.
void Run::drainedInCallee(
    Disjunct &D, const ir::Fact &Fact, const Summary &S,
    llvm::ArrayRef<std::pair<unsigned, const EntryGroup *>> Bound) {
  CallMapper Map(*this, D, Fact, S);
  for (SymbolID Touched : S.Touched)
    touch(D, Map.symbol(Touched));
  for (SymbolID Child : S.Children) {
    const Value Pid = Map.symbol(Child);
    nameChild(D, Pid);
    if (Pid.isSymbol())
      if (LocationID At = Mem.Symbols[Pid.symbol()].At)
        childInUse(D, Fact, At);
  }
  for (SymbolID Unblocked : S.Unblocked)
    unblock(D, Map.symbol(Unblocked));
  for (SymbolID Read : S.ChildReads)
    if (Value V = Map.symbol(Read); V.isHandle())
      ChildReads |= D.Handles[V.handle()].End == ir::PipeEnd::Read;
    else if (V.isSymbol() && Follow.Which == Focus::Kind::Base && !Seeding)
      Found.ChildReads.insert(V.symbol());
  ir::StringID By;
  if (Fact.Callee)
    By = Mem.M.at(Fact.Callee).Info.Display;
  const bool GivesWriteEnd = llvm::any_of(Bound, [&](auto &B) {
    return D.Handles[B.first].End == ir::PipeEnd::Write;
  });
  for (SymbolID Read : S.Drained)
    if (Value V = Map.symbol(Read); V.isSymbol() || !GivesWriteEnd)
      drained(D, V, Fact.Loc, By);
}

void Run::readInThread(const Disjunct &D, const ir::Fact &Fact,
                       const Summary &S) {
  CallMapper Map(*this, D, Fact, S);
  for (SymbolID Read : S.Drained)
    if (Value V = Map.symbol(Read);
        V.isHandle() && D.Handles[V.handle()].End == ir::PipeEnd::Read)
      ThreadReads = true;
}

void Run::becomesInput(const Disjunct &D, const ir::Fact &Fact) {
  Value From = Mem.value(D, Fact.Ops[0]);
  auto To = Mem.range(D, Mem.value(D, Fact.Ops[1])).constant();
  if (To != 0 || D.In != World::Child)
    return;
  // The program that it becomes reads its input.
  if (From.isSymbol() && Follow.Which == Focus::Kind::Base && !Seeding)
    Found.ChildReads.insert(From.symbol());
  else if (From.isHandle() &&
           D.Handles[From.handle()].End == ir::PipeEnd::Read)
    ChildReads = true;
}

void Run::unblock(Disjunct &D, Value V) {
  if (V.isHandle())
    D.Handles[V.handle()].Unblocked = true;
  else if (V.isSymbol() && Follow.Which == Focus::Kind::Base && !Seeding)
    Found.Unblocked.insert(V.symbol());
}

void Run::await(Disjunct &D, const ir::Fact &Fact) {
  const bool Child = Fact.Ops[0].Which == ir::Operand::Kind::Unknown;
  if (Seeding || D.In == World::Child || (Child ? !D.IsParent : !ThreadReads))
    return;
  for (unsigned H = 0; H != D.Handles.size(); ++H)
    if (D.Handles[H].End == ir::PipeEnd::Read) {
      const size_t Before = OpenEnds.size();
      waitWithOpenEnd(D, Fact.Loc, Fact.Text, H);
      if (OpenEnds.size() == Before)
        continue;
      OpenEnds.back().NeedsChild = Child;
      OpenEnds.back().F.ForReader = true;
    }
}

void Run::waitWithOpenEnd(Disjunct &D, ir::LocID At, ir::StringID By,
                          unsigned Reader) {
  if (D.Swept)
    return; // the write end may be among the numbers that were closed
  for (unsigned W = 0; W != D.Handles.size(); ++W) {
    const HandleState &State = D.Handles[W];
    if (W == Reader || State.End != ir::PipeEnd::Write ||
        State.State != Typestate::Open || State.Owner != ir::OwnerKind::Raw)
      continue;
    // Where others can reach it, others may write.
    const bool Shared = llvm::any_of(D.store(), [&](const Disjunct::Cell &C) {
      return C.second.isHandle(W) &&
             (Mem.outlives(C.first) || !Mem.variableOf(C.first));
    });
    if (Shared)
      continue;
    Finding F;
    F.Check = CheckKind::PipeEndOpen;
    F.In = Self;
    F.At = At;
    F.Closer = By;
    F.End = ir::PipeEnd::Write;
    F.Name = holderName(D, W);
    F.Path = pathTo(D.Path);
    F.AcquiredAt = siteLoc();
    OpenEnds.push_back({std::move(F), D.In, W, /*NeedsChild=*/false});
  }
}

/// Something uses \p V as a descriptor: who writes means to.
void Run::touch(const Disjunct &D, Value V) {
  if (V.isHandle() && V.handle() < 2)
    TouchedIn[D.In == World::Child][V.handle()] = true;
  else if (V.isSymbol() && Follow.Which == Focus::Kind::Base && !Seeding) {
    Found.Touched.insert(V.symbol());
    Found.Met.use(V.symbol(), ir::FactID(CurrentFact));
  }
}

void Run::reportOpenEnds() {
  if (GaveUp)
    return;
  for (OpenEnd &E : OpenEnds) {
    if (TouchedIn[E.In == World::Child][E.Writer] ||
        (E.NeedsChild && !ChildReads) ||
        !Reported.insert({E.F.Check, E.Writer, ir::LocID()}).second)
      continue;
    Findings.push_back(std::move(E.F));
  }
  OpenEnds.clear();
}
