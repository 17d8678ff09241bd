//===- Summarize.cpp - One function, by its own runs ----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Analysis.h"
#include "solve/ContractJudge.h"
#include "solve/Inheritances.h"
#include "solve/Leaks.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FunctionID;

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
  std::set<SymbolID> ToFollow;
  for (const auto &[Number, Owner] : Base.Found.Released) {
    // What was acquired here is followed from there on.
    const Symbol &X = Mem.Symbols[Number];
    if (X.Kind == SymbolKind::Definition &&
        F.Facts[X.Number].Kind == ir::FactKind::Acquire)
      continue;
    if (Recursive || Base.Found.Met.mayMeetAgain(Number, Mem, Order) ||
        mayBeLeft(Base, Mem, Number))
      ToFollow.insert(Number);
  }
  constexpr size_t Cheap = 20000;
  const bool IsCheap = ToFollow.size() * Base.executed() < Cheap;
  if (Recursive && !IsCheap)
    New->Known = false; // solving it round by round would cost too much
  for (auto [Number, Owner] : Base.Found.Released) {
    const bool AtOnce = IsCheap && ToFollow.contains(Number);
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
