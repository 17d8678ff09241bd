//===- Ledger.cpp - What a class does to its handles ----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Ledger.h"
#include "solve/Analysis.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FactKind;
using ir::FunctionID;
using ir::PlaceKind;
using ir::RecordID;

/// The path of \p L from an object of record \p R that a parameter of the
/// function points to; empty if it is in none.
static FieldPath pathIn(const Memory &Mem, LocationID L, RecordID R) {
  FieldPath Path;
  for (; Mem.Locations[L].Parent; L = Mem.Locations[L].Parent) {
    const Location &X = Mem.Locations[L];
    if (X.Kind != LocationKind::Field)
      return {};
    Path.insert(Path.begin(), ir::StringID(X.Payload));
  }
  const Location &Root = Mem.Locations[L];
  if (Root.Kind != LocationKind::Object)
    return {};
  const Symbol &S = Mem.Symbols[SymbolID(Root.Payload)];
  if (S.Kind != SymbolKind::Entry)
    return {};
  ir::PlaceID P = Mem.variableOf(S.At);
  if (!P || Mem.Locations[S.At].Parent || Mem.F.place(P).Record != R ||
      !llvm::is_contained(Mem.F.Params, P))
    return {};
  return Path;
}

LocationID solve::memberLocation(Memory &Mem, const FieldPath &Path) {
  if (Mem.F.Params.empty())
    return {};
  LocationID L = Mem.Locations.object(
      Mem.Symbols.entry(Mem.Locations.variable(Mem.F.Params[0])));
  for (ir::StringID Name : Path)
    L = Mem.Locations.project(LocationKind::Field, L, Name.index());
  return L;
}

static void addSummary(Ledger &Into, Analysis &A, FunctionID F,
                       const Summary &S, RecordID R) {
  const Memory &Mem = *S.Tables;
  for (const AcquiredGroup &G : S.Acquired)
    for (const Outcome &O : G.Outcomes) {
      if (O.Throws)
        continue;
      for (const auto &[L, V] : O.At.store()) {
        if (!V.isHandle() ||
            O.At.Handles[V.handle()].State != Typestate::Open)
          continue;
        FieldPath Path = pathIn(Mem, L, R);
        if (Path.empty())
          continue;
        FieldEntry &E = Into.Fields[Path];
        E.Owner = V.Via;
        if (llvm::none_of(E.Acquirers, [&](const FieldEntry::Acquirer &A) {
              return A.In == F && A.At == G.Loc;
            }))
          E.Acquirers.push_back({F, G.Loc, G.Callee});
      }
    }
  for (const EntryGroup &G : S.Entries) {
    FieldPath Path = pathIn(Mem, Mem.Symbols[G.Number].At, R);
    if (Path.empty())
      continue;
    A.complete(F, &G - S.Entries.data());
    bool Releases = llvm::any_of(G.Outcomes, [](const Outcome &O) {
      return llvm::any_of(O.At.Handles, [](const HandleState &H) {
        return H.State == Typestate::Closed || H.State == Typestate::Escaped;
      });
    });
    if (Releases)
      Into.Fields[Path].Releasers.push_back(F);
  }
  for (SymbolID Gone : S.Escaping)
    if (FieldPath Path = pathIn(Mem, Mem.Symbols[Gone].At, R); !Path.empty())
      Into.Fields[Path].Lent = true;
  auto NoteValue = [&](Value V) {
    if (V.isSymbol() && Mem.Symbols[V.symbol()].Kind == SymbolKind::Entry)
      if (FieldPath Path = pathIn(Mem, Mem.Symbols[V.symbol()].At, R);
          !Path.empty())
        Into.Fields[Path].Lent = true;
  };
  for (const Outcome &O : S.Base)
    for (const auto &[L, V] : O.At.store())
      if (pathIn(Mem, L, R).empty())
        NoteValue(V); // returned, or stored somewhere else
}

Ledger solve::ledger(const ir::Module &M, Analysis &A, RecordID R) {
  Ledger Result;
  for (unsigned F = 0; F != M.Functions.size(); ++F)
    if (const Summary *S = A.summary(FunctionID(F)); S && S->Known)
      addSummary(Result, A, FunctionID(F), *S, R);
  // What a function does to an object of its own is no part of its summary.
  for (unsigned I = 0; I != M.Functions.size(); ++I) {
    const ir::Function &F = M.Functions[I];
    auto Field = [&](const ir::Operand &O) -> FieldEntry * {
      if (!O.isPlace() || F.place(O.Place).Kind != PlaceKind::Field)
        return nullptr;
      if (F.place(F.place(O.Place).Parent).Record != R)
        return nullptr;
      auto It = Result.Fields.find({F.place(O.Place).Name});
      return It == Result.Fields.end() ? nullptr : &It->second;
    };
    for (const ir::Fact &Fact : F.Facts)
      switch (Fact.Kind) {
      case FactKind::Release:
      case FactKind::Transfer:
        if (FieldEntry *E = Field(Fact.Ops[0]))
          E->Releasers.push_back(FunctionID(I));
        break;
      case FactKind::Escape:
      case FactKind::Insert:
      case FactKind::Assign:
      case FactKind::Move:
      case FactKind::Call:
        // Whoever reads the number may be its real owner.
        for (const ir::Operand &O : Fact.Ops)
          if (FieldEntry *E = Field(O))
            E->Lent = true;
        for (const ir::Operand &O : Fact.Args)
          if (FieldEntry *E = Field(O))
            E->Lent = true;
        break;
      default:
        break;
      }
  }
  return Result;
}
