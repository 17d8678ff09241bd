//===- Analysis.cpp - A module's findings and summaries -------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Analysis.h"
#include "solve/CallGraph.h"
#include "solve/ClassJudge.h"
#include "solve/ContractJudge.h"
#include "solve/RawFields.h"
#include "solve/StaleOwner.h"
#include "solve/Suggestions.h"
#include "llvm/ADT/STLExtras.h"

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
