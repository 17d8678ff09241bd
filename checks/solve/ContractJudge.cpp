//===- ContractJudge.cpp - Whether a body keeps its annotations -----------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/ContractJudge.h"
#include "solve/Ledger.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::Promise;
using ir::PromiseKind;

static bool comesIn(const Promise &P) {
  switch (P.Kind) {
  case PromiseKind::Releases:
  case PromiseKind::Takes:
  case PromiseKind::Uses:
  case PromiseKind::Borrows:
    return true;
  case PromiseKind::Acquires:
  case PromiseKind::Lends:
  case PromiseKind::Unread:
    return false;
  }
  return false;
}

static bool staysWithCaller(const Promise &P) {
  return P.Kind == PromiseKind::Uses || P.Kind == PromiseKind::Borrows;
}

/// Whether \p C surely holds in \p D; an absent one does.
static bool holds(Memory &Mem, const Disjunct &D, const ir::Condition &C) {
  if (!C)
    return true;
  Disjunct Not = D;
  return !Mem.assume(Not, {C.LHS, ir::negate(C.Op), C.RHS});
}

static bool fails(Memory &Mem, const Disjunct &D, const ir::Condition &C) {
  Disjunct Yes = D;
  return C && !Mem.assume(Yes, C);
}

/// Where handle 0 is at the end besides \p At, in memory that outlives the call.
static LocationID keeper(const Memory &Mem, const Disjunct &D, LocationID At) {
  for (const auto &[L, V] : D.store()) {
    if (!V.isHandle(0) || V.Via != D.Handles[0].Owner || L == At ||
        !Mem.outlives(L))
      continue;
    return L;
  }
  return {};
}

static bool isResult(const Memory &Mem, LocationID L) {
  ir::PlaceID P = Mem.variableOf(L);
  return P && Mem.F.place(P).Kind == ir::PlaceKind::Return;
}

/// A location in which something was written at it or around it.
static bool isWritten(const Memory &Mem, const Disjunct &D, LocationID L) {
  for (; L; L = Mem.Locations[L].Parent)
    if (D.at(L))
      return true;
  return false;
}

SymbolID solve::promisedNumber(Memory &Mem, const Promise &P) {
  if (!comesIn(P))
    return {};
  LocationID L = Mem.locate(Disjunct(), P.Of);
  if (!L)
    return {};
  Value V = Mem.load(Disjunct(), L);
  return V.isSymbol() ? V.symbol() : SymbolID();
}

void solve::keepPromises(Memory &Mem, EntryGroup &G) {
  for (const Promise &P : Mem.F.Contract) {
    if (promisedNumber(Mem, P) != G.Number)
      continue;
    for (Outcome &O : G.Outcomes) {
      if (O.Throws || O.At.Handles.empty() || !holds(Mem, O.At, P.When))
        continue;
      HandleState &H = O.At.Handles[0];
      const bool Kept = bool(keeper(Mem, O.At, Mem.Symbols[G.Number].At));
      if (P.Kind == PromiseKind::Releases && !Kept)
        H.State = Typestate::Closed;
      else if (staysWithCaller(P))
        H.State = Typestate::Foreign;
      else if (P.Kind == PromiseKind::Takes && !Kept &&
               H.State == Typestate::Foreign)
        H.State = Typestate::Escaped;
    }
  }
}

void ContractJudge::report(const Promise &P, Breach How, ir::LocID At,
                           std::vector<Step> Path, const std::string &Name) {
  Finding F;
  F.Check = CheckKind::Contract;
  F.In = Self;
  F.At = At;
  F.Owner = P.Owner;
  F.Promised = P.Kind;
  F.How = How;
  F.Name = Name;
  F.Path = std::move(Path);
  Found.push_back(std::move(F));
}

ir::LocID solve::whereNamed(const ir::Function &F, ir::PlaceID P) {
  if (ir::LocID L = F.place(F.root(P)).Loc)
    return L;
  if (F.root(P) == F.Return)
    for (const ir::Block &B : F.Blocks)
      if (B.Terminator == ir::TerminatorKind::Return && B.Loc)
        return B.Loc;
  return F.Info.Loc;
}

/// Whether the class releases the field of its object that \p L is.
bool ContractJudge::releasesField(const Memory &Mem, LocationID L) {
  const ir::FunctionInfo &Info = M.at(Self).Info;
  if (!Info.Record || Mem.F.Params.empty())
    return false;
  FieldPath Path;
  for (; Mem.Locations[L].Parent; L = Mem.Locations[L].Parent) {
    if (Mem.Locations[L].Kind != LocationKind::Field)
      return false;
    Path.insert(Path.begin(), PathStep{LocationKind::Field,
                                       Mem.Locations[L].Payload});
  }
  if (Path.empty() || Mem.Locations[L].Kind != LocationKind::Object)
    return false;
  const Symbol &S = Mem.Symbols[SymbolID(Mem.Locations[L].Payload)];
  if (S.Kind != SymbolKind::Entry || Mem.variableOf(S.At) != Mem.F.Params[0])
    return false;
  Ledger Book = ledger(M, A, Info.Record);
  auto It = Book.Fields.find(Path);
  return It != Book.Fields.end() && !It->second.Releasers.empty();
}

void ContractJudge::judgeIncoming(const Promise &P) {
  Memory &Mem = *A.summary(Self)->Tables;
  LocationID At = Mem.locate(Disjunct(), P.Of);
  if (!At)
    return;
  std::unique_ptr<Run> Life = A.follow(Self, At, P.Owner);
  if (Life->GaveUp)
    return;
  const std::string &Name = Life->Names[0];
  const ir::LocID Here = whereNamed(M.at(Self), P.Of);
  const bool IsTheirs = staysWithCaller(P);
  for (const DisjunctSet::Entry &Exit : Life->Exits.Entries) {
    const HandleState &H = Exit.D.Handles[0];
    if (H.State == Typestate::Closed) {
      if (IsTheirs || (P.Kind == PromiseKind::Takes &&
                       fails(Mem, Exit.D, P.When)))
        return report(P, Breach::Closes, Mem.F.fact(H.ReleasedAt).Loc,
                      pathTo(Exit.D.Path), Name);
      continue;
    }
    if (H.State != Typestate::Open)
      continue;
    LocationID Keeper = keeper(Mem, Exit.D, At);
    if (IsTheirs) {
      const bool Owns =
          Keeper && (H.Owner != P.Owner ||
                     (!isResult(Mem, Keeper) && releasesField(Mem, Keeper)));
      if (Owns)
        return report(P, Breach::Keeps, Here, pathTo(Exit.D.Path), Name);
      continue;
    }
    if ((P.Kind == PromiseKind::Releases || !Keeper) &&
        holds(Mem, Exit.D, P.When))
      return report(P, Breach::LeavesOpen, Here, pathTo(Exit.D.Path), Name);
  }
  if (IsTheirs || P.When)
    return;
  for (const Loss &L : Life->Losses[0])
    if (L.Kind != LossKind::Throw)
      return report(P, Breach::LeavesOpen, Here, L.Path, Name);
}

/// A result that is the raw number of a stream that comes in.
void ContractJudge::judgeViews(const Promise &P) {
  Memory &Mem = *A.summary(Self)->Tables;
  for (const ir::Fact &Fact : Mem.F.Facts) {
    if (Fact.Kind != ir::FactKind::Alias || !Fact.Ops[0].isPlace() ||
        !llvm::is_contained(Mem.F.Params, Fact.Ops[0].Place))
      continue;
    LocationID At = Mem.locate(Disjunct(), Fact.Ops[0].Place);
    const bool Taken = llvm::any_of(Mem.F.Contract, [&](const Promise &Other) {
      return Other.Kind == PromiseKind::Takes && Other.Of == Fact.Ops[0].Place;
    });
    if (!At || Taken)
      continue;
    std::unique_ptr<Run> Life = A.follow(Self, At, ir::OwnerKind::File);
    for (const DisjunctSet::Entry &Exit : Life->Exits.Entries) {
      Value V = Mem.value(Exit.D, ir::Operand::place(P.Of));
      if (V.isHandle(0) && V.Via != Exit.D.Handles[0].Owner &&
          Exit.D.Handles[0].State == Typestate::Open &&
          holds(Mem, Exit.D, P.When))
        return report(P, Breach::IsBorrowed, Fact.Loc, pathTo(Exit.D.Path),
                      Life->Names[0]);
    }
  }
}

void ContractJudge::judgeOutgoing(const Promise &P) {
  const Summary &S = *A.summary(Self);
  Memory &Mem = *S.Tables;
  LocationID At = Mem.locate(Disjunct(), P.Of);
  if (!At)
    return;
  const ir::LocID Here = whereNamed(M.at(Self), P.Of);
  const bool IsOut = !isResult(Mem, At);
  if (P.Kind == PromiseKind::Lends) {
    for (const AcquiredGroup &G : S.Acquired)
      for (const Outcome &O : G.Outcomes) {
        Value V = O.At.at(At);
        if (O.Throws || !V.isHandle() ||
            O.At.Handles[V.handle()].State != Typestate::Open ||
            V.Via != O.At.Handles[V.handle()].Owner)
          continue;
        const bool Elsewhere =
            llvm::any_of(O.At.store(), [&](const Disjunct::Cell &C) {
              return C.first != At && C.second.isHandle(V.handle()) &&
                     Mem.outlives(C.first);
            });
        if (!Elsewhere)
          return report(P, Breach::IsNew, G.Loc, {}, "");
      }
    return;
  }
  for (const Outcome &O : S.Base) {
    if (O.Throws || fails(Mem, O.At, P.When))
      continue;
    if (IsOut) {
      if (holds(Mem, O.At, P.When) && !isWritten(Mem, O.At, At))
        return report(P, Breach::LeavesUnset, Here, {}, "");
      continue;
    }
    Value V = O.At.at(At);
    if (!V.isSymbol() || Mem.Symbols[V.symbol()].Kind != SymbolKind::Entry)
      continue;
    const LocationID From = Mem.Symbols[V.symbol()].At;
    if (isWritten(Mem, O.At, From))
      continue; // it was there: `release()`
    const bool Lent = llvm::any_of(Mem.F.Contract, [&](const Promise &Other) {
      return staysWithCaller(Other) &&
             promisedNumber(Mem, Other) == V.symbol();
    });
    if (Lent || releasesField(Mem, From))
      return report(P, Breach::IsBorrowed, Here, {}, "");
  }
  if (!IsOut)
    judgeViews(P);
}

std::vector<Finding> ContractJudge::judge(ir::FunctionID F) {
  Self = F;
  Found.clear();
  const ir::Function &Body = M.at(F);
  for (const Promise &P : Body.Contract) {
    if (P.Kind == PromiseKind::Unread) {
      report(P, Breach::Unread, Body.Info.Loc, {}, M.text(P.Text).str());
      continue;
    }
    if (!Body.hasBody() || !A.summary(F) || !A.summary(F)->Known)
      continue;
    if (comesIn(P))
      judgeIncoming(P);
    else
      judgeOutgoing(P);
  }
  return std::move(Found);
}
