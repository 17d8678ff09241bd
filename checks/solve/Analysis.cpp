//===- Analysis.cpp - A module's findings and summaries -------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Analysis.h"
#include "solve/CallGraph.h"
#include "solve/ClassJudge.h"
#include "solve/ContractJudge.h"
#include "solve/Inheritances.h"
#include "solve/Leaks.h"
#include "solve/RawFields.h"
#include "solve/StaleOwner.h"
#include "solve/Suggestions.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FunctionID;

Analysis::Analysis(const ir::Module &M, const Options &Opts)
    : M(M), Opts(Opts), Borrowers(M), End(M) {
  Summaries.resize(M.Functions.size());
  Waiting.resize(M.Functions.size());
  Found.resize(M.Functions.size());
  Stale.resize(M.Functions.size());
}

Analysis::~Analysis() = default;

const Summary *Analysis::summary(FunctionID F) {
  if (!Waiting[F.index()].empty())
    solveComponent(std::vector<FunctionID>(Waiting[F.index()]));
  return Summaries[F.index()].get();
}

bool Analysis::concerns(FunctionID F) const {
  const Summary *S = Summaries[F.index()].get();
  return S && !(S->Acquired.empty() && S->Entries.empty());
}

bool Analysis::mayFind(FunctionID ID) const {
  const ir::Function &F = M.at(ID);
  if (!F.Contract.empty())
    return true;
  for (const ir::Fact &Fact : F.Facts)
    switch (Fact.Kind) {
    case ir::FactKind::Acquire:
    case ir::FactKind::Transfer:
    case ir::FactKind::Release:
    case ir::FactKind::Probe:
    case ir::FactKind::Dup2:
      return true;
    default:
      break;
    }
  return llvm::any_of(callees(M, F),
                      [&](FunctionID Callee) { return concerns(Callee); });
}

bool Analysis::borrows(const ir::Function &F, const ir::Fact &Call,
                       FunctionID Callee, unsigned Argument) {
  return Borrowers.borrows(F, Call, Callee, Argument);
}

llvm::ArrayRef<FunctionID> Analysis::mentioning(ir::RecordID R) {
  if (Mentioning.empty()) {
    Mentioning.resize(M.Records.size());
    for (unsigned I = 0; I != M.Functions.size(); ++I) {
      auto Note = [&](ir::RecordID Of) {
        if (!Of)
          return;
        std::vector<FunctionID> &By = Mentioning[Of.index()];
        if (By.empty() || By.back() != FunctionID(I))
          By.push_back(FunctionID(I));
      };
      Note(M.Functions[I].Info.Record);
      for (const ir::Place &P : M.Functions[I].Places)
        Note(P.Record);
    }
  }
  return Mentioning[R.index()];
}

bool Analysis::onlyReads(ir::RecordID R, ir::StringID Field) {
  FunctionID F = callOperator(M, R);
  const Summary *S = F ? summary(F) : nullptr;
  if (!S || !S->Known || S->Base.empty() || M.at(F).Params.empty())
    return false;
  Memory &Mem = *S->Tables;
  const LocationID Closure = Mem.Locations.object(
      Mem.Symbols.entry(Mem.Locations.variable(M.at(F).Params[0])));
  const SymbolID Captured = Mem.Symbols.entry(
      Mem.Locations.project(LocationKind::Field, Closure, Field.index()));
  if (llvm::is_contained(S->Escaping, Captured) ||
      llvm::any_of(S->Entries,
                   [&](const EntryGroup &G) { return G.Number == Captured; }))
    return false;
  return llvm::all_of(S->Base, [&](const Outcome &O) {
    return llvm::none_of(O.At.store(), [&](const Disjunct::Cell &C) {
      return C.second == Value::symbol(Captured) &&
             !Mem.Locations.isUnder(C.first, Closure);
    });
  });
}

std::vector<Finding> Analysis::run() {
  for (const std::vector<FunctionID> &Component : bottomUp(M)) {
    if (Opts.KeepDisjuncts ||
        llvm::any_of(Component, [&](FunctionID F) { return mayFind(F); }))
      solveComponent(Component);
    else
      for (FunctionID F : Component)
        Waiting[F.index()] = Component;
  }
  judgeClasses();
  judgeContracts();
  judgeStale();
  judgeStrictly();
  std::vector<Finding> All;
  for (std::vector<Finding> &Of : Found)
    llvm::append_range(All, Of);
  return All;
}

void Analysis::solveComponent(llvm::ArrayRef<FunctionID> Members) {
  for (FunctionID F : Members)
    Waiting[F.index()].clear();
  // Recursion starts from "does not return" and grows; what has not settled
  // after a few rounds counts as unseen.
  auto CallsItself = [&](FunctionID F) {
    return llvm::is_contained(callees(M, M.at(F)), F);
  };
  bool Recursive = Members.size() > 1 || CallsItself(Members[0]);
  if (!Recursive) {
    solve(Members[0], /*Recursive=*/false);
    return;
  }
  for (FunctionID F : Members) {
    Summaries[F.index()] = std::make_unique<Summary>();
    Summaries[F.index()]->Known = true;
    Summaries[F.index()]->Tables = std::make_unique<Memory>(M, M.at(F));
  }
  for (unsigned Round = 0; Round != 4; ++Round) {
    bool Changed = false;
    for (FunctionID F : Members)
      Changed |= solve(F, /*Recursive=*/true);
    if (!Changed)
      return;
  }
  for (FunctionID F : Members)
    Summaries[F.index()]->Known = false;
}

/// A fingerprint of what callers see, to know when recursion has settled.
static std::string fingerprint(const Summary &S) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  auto Print = [&](const std::vector<Outcome> &Outcomes) {
    for (const Outcome &O : Outcomes)
      O.At.print(OS, S.Tables->Locations, S.Tables->M, S.Tables->F);
    OS << '\n';
  };
  Print(S.Base);
  for (const EntryGroup &G : S.Entries)
    Print(G.Outcomes);
  for (const AcquiredGroup &G : S.Acquired)
    Print(G.Outcomes);
  OS << S.Execs.size() << ' ' << S.SeenTo.size() << ' ' << S.Touched.size()
     << ' ' << S.Drained.size();
  return Text;
}

static std::vector<Outcome> outcomes(const Run &R) {
  std::vector<Outcome> Result;
  for (const DisjunctSet::Entry &E : R.Exits.Entries)
    Result.push_back({E.D, /*Throws=*/false});
  for (const DisjunctSet::Entry &E : R.Throws.Entries)
    Result.push_back({E.D, /*Throws=*/true});
  for (Outcome &O : Result)
    O.At.Path = nullptr;
  return Result;
}

void Analysis::complete(FunctionID F, unsigned Entry) {
  Summary &S = *Summaries[F.index()];
  EntryGroup &G = S.Entries[Entry];
  if (G.Solved)
    return;
  // Until it is known, for whoever asks on the way, the handle is out of sight.
  G.Solved = true;
  G.Outcomes = S.Base;
  HandleState Gone;
  Gone.State = Typestate::Escaped;
  Gone.Owner = G.Owner;
  Gone.Lo = std::numeric_limits<int64_t>::min();
  for (Outcome &O : G.Outcomes)
    O.At.Handles.assign(1, Gone);
  Run R(*S.Tables, Flows.at(F), Opts, *this, Steps, F,
        Focus{Focus::Kind::Number, {}, G.Number, {}, G.Owner});
  R.start();
  ++Stats.Runs;
  if (R.GaveUp)
    return;
  llvm::append_range(Found[F.index()], R.Findings);
  llvm::append_range(Stale[F.index()], staleOwners(R, *S.Tables));
  G.Outcomes = outcomes(R);
  keepPromises(*S.Tables, G);
  G.Execs = std::move(R.Execs);
}

bool Analysis::solve(FunctionID ID, bool Recursive) {
  const ir::Function &F = M.at(ID);
  auto New = std::make_unique<Summary>();
  New->Tables = std::make_unique<Memory>(M, F);
  Memory &Mem = *New->Tables;
  auto It = Flows.find(ID);
  if (It == Flows.end())
    It = Flows.emplace(ID, Flow(F)).first;
  const Flow &Order = It->second;
  Mem.Counted = &Order;
  std::vector<Finding> Mine;
  std::vector<StaleOwner> Left;
  ++Stats.Functions;

  std::string Disjuncts;
  auto Finished = [&](Run &R) {
    ++Stats.Runs;
    if (llvm::raw_string_ostream OS(Disjuncts); Opts.KeepDisjuncts)
      R.print(OS);
    if (R.GaveUp && !llvm::is_contained(Stats.GaveUp, ID))
      Stats.GaveUp.push_back(ID);
    for (const Gap &G : R.Gaps)
      Stats.Gaps.insert({G, ID});
    return !R.GaveUp;
  };
  // A recursive function is solved several times over.
  Options Within = Opts;
  if (Recursive)
    Within.MaxFactsPerRun /= 16;
  Run Base(Mem, Order, Within, *this, Steps, ID, Focus());
  Base.start();
  New->Known = Finished(Base);
  llvm::append_range(Mine, Base.Findings);
  New->Base = outcomes(Base);
  // What rewrites its callers' objects all over is of no use to them.
  constexpr size_t MaxWrites = 128;
  for (const Outcome &O : New->Base)
    if (O.At.store().size() > MaxWrites)
      New->Known = false;
  // What lies behind a pointer that came up on the way, no caller can name.
  auto FromCallers = [&](const std::set<SymbolID> &All,
                         std::vector<SymbolID> &Into) {
    llvm::copy_if(All, std::back_inserter(Into), [&](SymbolID S) {
      return Mem.Symbols[S].Kind == SymbolKind::Entry &&
             Mem.isCallers(Mem.Symbols[S].At);
    });
  };
  New->ReleasesStrangers = Base.releasesStrangers();
  FromCallers(Base.Found.Escaping, New->Escaping);
  FromCallers(Base.Found.SeenTo, New->SeenTo);
  FromCallers(Base.Found.Touched, New->Touched);
  FromCallers(Base.Found.Drained, New->Drained);
  FromCallers(Base.Found.ChildReads, New->ChildReads);
  FromCallers(Base.Found.Unblocked, New->Unblocked);
  FromCallers(Base.Found.Children, New->Children);
  New->Execs = std::move(Base.Execs);

  // What a function has promised of a number, its callers are told.
  for (const ir::Promise &P : F.Contract)
    if (SymbolID Number = promisedNumber(Mem, P))
      Base.Found.Released.try_emplace(Number, P.Owner);

  // A number that came in is followed when a caller brings a handle; at once
  // where that is cheap, for closing it twice is a defect without one, too.
  constexpr size_t Cheap = 20000;
  const bool AtOnce = Base.Found.Released.size() * Base.executed() < Cheap;
  if (Recursive && !AtOnce)
    New->Known = false; // solving it round by round would cost too much
  for (auto [Number, Owner] : Base.Found.Released) {
    const bool Entry = Mem.Symbols[Number].Kind == SymbolKind::Entry &&
                       Mem.isCallers(Mem.Symbols[Number].At);
    EntryGroup Group{Number, Owner, AtOnce, {}, {}};
    if (AtOnce) {
      Run R(Mem, Order, Opts, *this, Steps, ID,
            Focus{Focus::Kind::Number, {}, Number, {}, Owner});
      R.start();
      if (!Finished(R))
        continue;
      llvm::append_range(Mine, R.Findings);
      llvm::append_range(Left, staleOwners(R, Mem));
      Group.Outcomes = outcomes(R);
      keepPromises(Mem, Group);
      Group.Execs = std::move(R.Execs);
    }
    if (Entry)
      New->Entries.push_back(std::move(Group));
  }
  for (const Candidates::Site &Site : Base.Found.Sites) {
    Focus Follow{Focus::Kind::Site, Site, {}, {}, {}};
    Run R(Mem, Order, Opts, *this, Steps, ID, Follow);
    R.start(Base);
    ++Stats.Acquisitions;
    if (!Finished(R))
      continue;
    llvm::append_range(Mine, R.Findings);
    llvm::append_range(Left, staleOwners(R, Mem));
    leaks(R, Mine);
    inheritances(R, Mine);
    std::vector<Outcome> Outcomes = outcomes(R);
    if (Outcomes.empty())
      continue;
    const ir::Fact &Fact = F.fact(Site.Fact);
    New->Acquired.push_back({Site.Fact, Site.Inner, Fact.Loc,
                             Fact.Kind == ir::FactKind::Acquire
                                 ? Fact.Acq.Callee
                                 : ir::StringID(),
                             std::move(Outcomes)});
  }
  Found[ID.index()] = std::move(Mine);
  Stale[ID.index()] = std::move(Left);
  if (Opts.KeepDisjuncts)
    Stats.Disjuncts[ID] = std::move(Disjuncts);
  bool Changed = !Summaries[ID.index()] ||
                 fingerprint(*Summaries[ID.index()]) != fingerprint(*New);
  Summaries[ID.index()] = std::move(New);
  return Changed;
}

void Analysis::judgeClasses() {
  ClassJudge Judge(M, *this);
  for (unsigned R = 0; R != M.Records.size(); ++R)
    for (auto &[In, F] : Judge.judge(ir::RecordID(R)))
      Found[In.index()].push_back(std::move(F));
}

/// Destructors that nothing calls here are solved by now, too.
void Analysis::judgeStale() {
  for (unsigned F = 0; F != M.Functions.size(); ++F)
    llvm::append_range(Found[F], judgeStaleOwners(M, *this, Stale[F]));
}

void Analysis::judgeStrictly() {
  if (Opts.RawOwners)
    for (auto &[In, F] : rawFields(M, *this))
      Found[In.index()].push_back(std::move(F));
  if (Opts.SuggestContracts)
    for (unsigned F = 0; F != M.Functions.size(); ++F)
      if (!M.Functions[F].Anchors.empty())
        llvm::append_range(Found[F], suggestions(M, *this, FunctionID(F)));
}

void Analysis::judgeContracts() {
  ContractJudge Judge(M, *this);
  for (unsigned F = 0; F != M.Functions.size(); ++F)
    if (!M.Functions[F].Contract.empty())
      llvm::append_range(Found[F], Judge.judge(FunctionID(F)));
}

std::unique_ptr<Run> Analysis::follow(FunctionID F, LocationID At,
                                      ir::OwnerKind Owner, Typestate State,
                                      const KnownFields &Known,
                                      llvm::ArrayRef<LocationID> Apart) {
  Memory &Mem = *Summaries[F.index()]->Tables;
  auto R = std::make_unique<Run>(Mem, Flows.at(F), Opts, *this, Steps, F,
                                 Focus{Focus::Kind::Field, {}, {}, At, Owner, State,
                                       Known, {Apart.begin(), Apart.end()}});
  R->start();
  ++Stats.Runs;
  return R;
}
