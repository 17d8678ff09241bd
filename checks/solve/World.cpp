//===- World.cpp - Forks, and programs that are started -------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// fork(2) returns in three worlds. An exec in the child, or in this process
// itself, is where a handle that is open and not close-on-exec is inherited.
//===----------------------------------------------------------------------===//
#include "solve/CallMapper.h"
#include "solve/Run.h"

using namespace fdtidy;
using namespace fdtidy::solve;

bool Run::forkWorlds(Disjunct &D, const ir::Fact &Fact, Disjuncts &Out) {
  LocationID Result = Fact.Dst ? Mem.locate(D, Fact.Dst) : LocationID();
  forgetDefinitions(D, factIndex(Fact));
  Disjunct Child = D, Failed = D;
  Child.In = World::Child;
  Child.Swept = false;
  for (HandleState &H : Child.Handles)
    H.Parked = true;
  if (Result) {
    write(Child, Result, Value::constant(0));
    write(Failed, Result, Value::constant(-1));
    SymbolID Pid = Mem.Symbols.definition(factIndex(Fact), Result);
    Range R;
    R.Lo = 1;
    write(D, Result, Value::symbol(Pid));
    D.setRange(Pid, R);
  }
  D.IsParent = true;
  Out.push_back(std::move(Child));
  Out.push_back(std::move(Failed));
  return true;
}

OnExec Run::onExec(const Disjunct &D, const ir::CloexecFlag &Flag) {
  switch (Flag.Which) {
  case ir::CloexecFlag::Kind::Yes:
    return OnExec::Closes;
  case ir::CloexecFlag::Kind::No:
    return OnExec::Keeps;
  case ir::CloexecFlag::Kind::Mask:
    if (auto Flags = Mem.range(D, Mem.value(D, Flag.Flags)).constant())
      return *Flags & Flag.Bits ? OnExec::Closes : OnExec::Keeps;
    return OnExec::Unknown;
  case ir::CloexecFlag::Kind::Unknown:
    return OnExec::Unknown;
  }
  return OnExec::Unknown;
}

void Run::exec(Disjunct &D, ir::LocID At, ir::StringID By) {
  if (Seeding || D.Swept)
    return;
  if (Follow.Which != Focus::Kind::Site)
    return noteExec(D, At, By);
  for (unsigned H = 0; H != D.Handles.size(); ++H)
    inherit(D, H, At, By, D.In);
}

void Run::inherit(Disjunct &D, unsigned H, ir::LocID At, ir::StringID By,
                  World In) {
  const HandleState &State = D.Handles[H];
  if (State.State != Typestate::Open || State.Exec != OnExec::Keeps ||
      State.SeenTo || State.isStandard())
    return;
  // Without a fork, what stays open is mostly left to the next program.
  const Confidence Sure =
      In == World::Child ? Confidence::Definite : Confidence::Likely;
  // Of several the surest is told, and of these the first in the text.
  if (Inherited[H] && std::pair(Inherited[H]->Sure,
                                Inherited[H]->Path.back().Loc) <=
                          std::pair(Sure, At))
    return;
  const Step *Before = D.Path;
  step(D, StepKind::Executed, At, By);
  Inherited[H] = {Sure, By, holderName(D, H), pathTo(D.Path)};
  D.Path = Before;
}

/// For callers: what they hold is inherited there, too.
void Run::noteExec(const Disjunct &D, ir::LocID At, ir::StringID By) {
  for (ExecPoint &Known : Execs) {
    if (Known.Loc != At || !Known.At.sameKey(D))
      continue;
    const Disjunct Was = Known.At;
    for (const auto &[S, R] : Was.ranges())
      Known.At.setRange(S, Range::hull(R, D.range(S)));
    for (auto [X, Y] : llvm::zip(Known.At.Handles, D.Handles))
      X.SeenTo |= Y.SeenTo;
    return;
  }
  constexpr size_t Enough = 8;
  if (Execs.size() == Enough)
    return;
  Execs.push_back({D, At, By});
  Execs.back().At.Path = nullptr;
}

void Run::execInCallee(
    const Disjunct &D, const ir::Fact &Fact, const Summary &S,
    llvm::ArrayRef<std::pair<unsigned, const EntryGroup *>> Bound) {
  if (Seeding || D.Swept)
    return;
  ir::StringID By;
  if (Fact.Callee)
    By = Mem.M.at(Fact.Callee).Info.Display;
  const bool Reports = Follow.Which == Focus::Kind::Site;
  auto Pass = [&](const ExecPoint &X, unsigned H, const EntryGroup *Group) {
    Disjunct Then = D;
    CallMapper Map(*this, D, Fact, S);
    if (Group)
      Map.bind(0, H, Group->Owner);
    if (!Map.assumeEntry(Then, X.At))
      return;
    if (X.At.In == World::Child)
      Then.In = World::Child;
    if (Group && !X.At.Handles.empty()) {
      const HandleState &Theirs = X.At.Handles[0];
      HandleState &Ours = Then.Handles[H];
      if (Theirs.State != Typestate::Foreign || Theirs.SeenTo)
        Ours.SeenTo = true;
      if (Theirs.Exec != OnExec::Unknown)
        Ours.Exec = Theirs.Exec;
    }
    if (Reports)
      inherit(Then, H, Fact.Loc, By, Then.In);
    else
      noteExec(Then, Fact.Loc, By);
  };
  if (!Reports && Bound.empty()) {
    for (const ExecPoint &X : S.Execs)
      Pass(X, 0, nullptr);
    return;
  }
  for (unsigned H = 0; H != D.Handles.size(); ++H) {
    const auto *Is = llvm::find_if(Bound, [&](auto &B) { return B.first == H; });
    const EntryGroup *Group = Is == Bound.end() ? nullptr : Is->second;
    for (const ExecPoint &X : Group ? Group->Execs : S.Execs)
      Pass(X, H, Group);
  }
}

/// The flags that a wrapper opened \p H with, in terms of \p D, its caller's.
void Run::knowFlags(const Disjunct &D, HandleState &H, CallMapper &Map) {
  if (!H.ExecFlags)
    return;
  const Value Flags = Map.symbol(H.ExecFlags);
  H.ExecFlags = {};
  if (auto Known = Mem.range(D, Flags).constant())
    H.Exec = *Known & H.ExecBits ? OnExec::Closes : OnExec::Keeps;
  else if (Flags.isSymbol() &&
           Mem.Symbols[Flags.symbol()].Kind == SymbolKind::Entry)
    H.ExecFlags = Flags.symbol();
}

void Run::setCloexec(Disjunct &D, const ir::Fact &Fact) {
  if (Fact.Ops[0].Which == ir::Operand::Kind::Unknown) {
    D.Swept = true;
    for (HandleState &H : D.Handles)
      H.SeenTo = true;
    return;
  }
  Value V = Mem.value(D, Fact.Ops[0]);
  if (!V.isHandle()) {
    seeTo(D, V);
    return;
  }
  useHandle(D, V.handle(), Fact.Text, Fact.Loc);
  HandleState &H = D.Handles[V.handle()];
  H.Exec = OnExec::Unknown;
  H.ExecFlags = {};
  if (auto Set = Mem.range(D, Mem.value(D, Fact.Ops[1])).constant()) {
    H.Exec = *Set ? OnExec::Closes : OnExec::Keeps;
    H.SeenTo |= !*Set; // cleared: that is how one lets it be inherited
  }
}

/// Who is told the number, or sets its flags, arranges for what happens to it.
void Run::seeTo(Disjunct &D, Value V) {
  if (V.isHandle())
    D.Handles[V.handle()].SeenTo = true;
  else if (V.isSymbol() && Follow.Which == Focus::Kind::Base && !Seeding)
    Found.SeenTo.insert(V.symbol());
}

/// Many numbers are closed that nobody here knows, ours may be among them. In
/// the parent that is no answer to what its child gets.
void Run::sweep(Disjunct &D, bool InLoop) {
  if (!sweepsCount(D))
    return;
  if (InLoop)
    for (ir::BlockID Header : Order.loops(Current))
      SweepLoops.insert(Header);
  D.Swept = true;
  for (HandleState &H : D.Handles)
    H.SeenTo = true;
}

/// All of one kind are closed: fcloseall(3), and popen(3) in its child.
void Run::sweepKind(Disjunct &D, ir::OwnerKind Kind) {
  if (Kind == ir::OwnerKind::Raw)
    return sweep(D, /*InLoop=*/false);
  if (!sweepsCount(D))
    return;
  // What a caller holds may be of that kind.
  if (Follow.Which != Focus::Kind::Site)
    D.Swept = true;
  for (HandleState &H : D.Handles)
    H.SeenTo |= H.Owner == Kind;
}
