//===- Loss.cpp - When the last holder of a handle goes -------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Run.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;

llvm::SmallVector<bool, 2> Run::heldMask(const Disjunct &D) const {
  llvm::SmallVector<bool, 2> Mask;
  for (unsigned H = 0; H != D.Handles.size(); ++H)
    Mask.push_back(D.Handles[H].State == Typestate::Open && D.isHeld(H));
  return Mask;
}

void Run::loseUnheld(Disjunct &D, const llvm::SmallVector<bool, 2> &Before,
                     const std::optional<Disjunct> &Old, LossKind Kind,
                     ir::LocID At) {
  for (unsigned H = 0; H != Before.size(); ++H)
    if (Before[H] && D.Handles[H].State == Typestate::Open && !D.isHeld(H))
      lose(D, H, Kind, At, lastHolder(*Old, H));
}

/// Whether nothing but the end of main follows: the process goes, and with it
/// what is open.
bool Run::isLeavingMain() const {
  if (!Mem.F.Info.Main && !Callees.processEnd().isLast(Self))
    return false;
  const ir::Block &Block = Mem.F.block(Current);
  if (Block.Terminator != ir::TerminatorKind::Return)
    return false;
  return llvm::all_of(Block.Facts, [&](ir::FactID ID) {
    const ir::FactKind Kind = Mem.F.fact(ID).Kind;
    return ID.index() <= CurrentFact || Kind == ir::FactKind::End ||
           Kind == ir::FactKind::EndTemps;
  });
}

/// Whether what is lost here would have been closed by the end of the process
/// alone, and that follows.
bool Run::goesWithProcess(LossKind Kind) {
  if (Opts.CheckMainExit)
    return false;
  switch (Kind) {
  case LossKind::ScopeEnd:
    if (isLeavingMain())
      return true;
    [[fallthrough]];
  case LossKind::Discard:
    return Callees.processEnd().follows(Self, Current, ir::FactID(CurrentFact));
  case LossKind::Return:
  case LossKind::Throw:
    return Callees.processEnd().isLast(Self);
  default:
    return false;
  }
}

/// Whether \p L holds a pointer that leads to the field that is followed, or says
/// that the optional object has a value which the field is in: that it is not null
/// tells nothing of who owns.
bool Run::isOnTheWay(LocationID L) const {
  auto Is = [&](const Location &X, llvm::StringRef Name) {
    return X.Kind == LocationKind::Field &&
           Mem.M.text(ir::StringID(X.Payload)) == Name;
  };
  const Location &Says = Mem.Locations[L];
  for (LocationID At = Follow.At; At;) {
    if (Is(Says, "has"))
      for (LocationID Up = At; Up; Up = Mem.Locations[Up].Parent)
        if (Is(Mem.Locations[Up], "val") &&
            Mem.Locations[Up].Parent == Says.Parent)
          return true;
    const Location &Root = Mem.Locations[Mem.Locations.root(At)];
    if (Root.Kind != LocationKind::Object)
      return false;
    At = Mem.Symbols[SymbolID(Root.Payload)].At;
    if (At == L)
      return true;
  }
  return false;
}

void Run::lose(Disjunct &D, unsigned H, LossKind Kind, ir::LocID At,
               const HolderName &Holder) {
  HandleState &State = D.Handles[H];
  if (State.Owner == ir::OwnerKind::Standard)
    return; // a view of it may be left, to be closed in vain
  const bool Leaving = Kind == LossKind::Return || Kind == LossKind::Throw;
  if (Kind != LossKind::Erase && keepAsKey(D, H, Leaving))
    return;
  const bool Ours =
      State.State == Typestate::Open && !isExempt(State) && !State.Parked;
  State.State = Typestate::Escaped;
  if (!Ours || Seeding ||
      (Follow.Which != Focus::Kind::Site && Follow.Which != Focus::Kind::Field))
    return;
  if (!D.Thrown.empty() && Kind != LossKind::Throw)
    Kind = LossKind::Throw;
  if (Kind != LossKind::Throw && Kind != LossKind::Return && !State.Kept &&
      Kind != LossKind::Overwrite)
    Kind = LossKind::Discard;
  auto Known = llvm::find_if(Losses[H], [&](const Loss &L) {
    return L.At == At && L.Kind == Kind;
  });
  // The path that has named the child tells more than one that has not.
  if (Known != Losses[H].end() && (Known->Child || !State.Child))
    return;
  if (goesWithProcess(Kind))
    return;
  // `while (fd < 5) fd = dup(fd);` keeps low numbers from being taken.
  constexpr int64_t MaxReserved = 15;
  if (Kind == LossKind::Overwrite && State.Owner == ir::OwnerKind::Raw &&
      State.Hi <= MaxReserved)
    return;
  step(D, StepKind::Lost, At);
  const bool ByField = llvm::any_of(D.ranges(), [&](const Disjunct::Fact &F) {
    const Symbol &S = Mem.Symbols[F.first];
    return S.Kind == SymbolKind::Entry && !Mem.variableOf(S.At) &&
           !Mem.Locations.isUnder(Follow.At ? Follow.At : S.At, S.At) &&
           !isOnTheWay(S.At) && !Follow.isKnown(S.At);
  });
  Loss New{Kind,       At,      Holder.Name, pathTo(D.Path),
           State.Used, ByField, State.Child, Holder.Shown};
  if (Known != Losses[H].end())
    *Known = std::move(New);
  else
    Losses[H].push_back(std::move(New));
}

bool Run::survives(const Disjunct &D, unsigned H, bool Throwing) {
  // A constructor that exits by throw makes no object: its destructor does not
  // run, and what raw members held is lost, [except.ctor].
  LocationID Unmade;
  if (Throwing && Mem.F.Info.Role >= ir::FunctionRole::Constructor &&
      Mem.F.Info.Role <= ir::FunctionRole::MoveConstructor &&
      !Mem.F.Params.empty())
    Unmade = Mem.Locations.object(
        Mem.Symbols.entry(Mem.Locations.variable(Mem.F.Params[0])));
  for (const auto &[L, V] : D.store()) {
    if (!V.isHandle(H) || V.Via != D.Handles[H].Owner)
      continue;
    LocationID Home = Mem.Locations.root(L);
    if (Home == Unmade)
      continue;
    // A record on the heap lives until it is freed. Who points to it at the end
    // may be a type of a library that nobody follows.
    if (Mem.outlives(L) || Mem.Locations[Home].Kind == LocationKind::Heap)
      return true;
  }
  return false;
}

void Run::step(Disjunct &D, StepKind Kind, ir::LocID At, ir::StringID Text,
               bool Taken) {
  if (!D.Handles.empty())
    D.Path = Steps.add({Kind, At, Text, Taken, D.Path});
}

void Run::report(CheckKind Check, Disjunct &D, unsigned H, ir::LocID At,
                 ir::StringID Closer) {
  if (Seeding)
    return;
  // Several uses of one stale handle are one defect.
  ir::LocID Key = Check == CheckKind::UseAfterClose ||
                          Check == CheckKind::StrictUncheckedUse
                      ? ir::LocID()
                      : At;
  if (!Reported.insert({Check, H, Key}).second)
    return;
  Finding F;
  F.Check = Check;
  F.In = Self;
  F.At = At;
  F.Closer = Closer;
  F.Owner = D.Handles[H].Owner;
  F.End = D.Handles[H].End;
  F.Name = holderName(D, H);
  if (Names[H] == F.Name + "[0]")
    F.Name = Names[H]; // element 0 is the array itself
  F.Path = pathTo(D.Path);
  if (Follow.Which == Focus::Kind::Site)
    F.AcquiredAt = Mem.F.fact(Follow.Site.Fact).Loc;
  for (const Step &S : F.Path)
    if (S.Kind == StepKind::Acquired)
      F.Callee = S.Text;
  Findings.push_back(std::move(F));
}
