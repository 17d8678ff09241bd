//===- Evidence.cpp - Who borrows, by how they are called -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Evidence.h"
#include "solve/Fates.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FactKind;

/// Wrappers of wrappers of a closer are found as deep as this.
static constexpr unsigned MaxDepth = 4;

Evidence::Evidence(const ir::Module &M) : M(M) {
  for (unsigned Depth = 0; Depth != MaxDepth; ++Depth) {
    bool More = false;
    for (unsigned F = 0; F != M.Functions.size(); ++F)
      More |= learnClosed(ir::FunctionID(F));
    if (!More)
      break;
  }
  for (const ir::Function &F : M.Functions)
    learnBorrowed(F);
}

bool Evidence::isUnseen(const ir::Fact &Call) const {
  return Call.Kind == FactKind::Call && Call.Callee &&
         !M.at(Call.Callee).hasBody() && !M.at(Call.Callee).Info.Borrows;
}

/// Whether \p F releases what some place of \p Places holds.
static bool releases(const ir::Function &F, const Fates::PlaceMap &Places,
                     Fates::Closes IsCloser) {
  auto IsOurs = [&](const ir::Operand &O) {
    return O.isPlace() && Places.count(O.Place);
  };
  return llvm::any_of(F.Facts, [&](const ir::Fact &Fact) {
    if (Fact.Kind == FactKind::Release)
      return IsOurs(Fact.Ops[0]);
    for (unsigned I = 0; I != Fact.Args.size(); ++I)
      if (IsOurs(Fact.Args[I]) && IsCloser(Fact, I))
        return true;
    return false;
  });
}

bool Evidence::learnClosed(ir::FunctionID ID) {
  const ir::Function &F = M.at(ID);
  if (!F.hasBody())
    return false;
  Fates::PlaceMap Places;
  for (ir::PlaceID P : F.Params)
    Places.try_emplace(P, Places.size());
  auto IsCloser = [&](const ir::Fact &Call, unsigned I) {
    return Closed.count({Call.Callee, I}) != 0;
  };
  if (!releases(F, Places, IsCloser))
    return false;
  const Fates Fate(M, F, Places, IsCloser);
  bool More = false;
  for (auto [I, P] : llvm::enumerate(F.Params))
    if (unsigned N = Places[P];
        Fate.entry().Sure.test(N) && Fate.entry().May.test(N))
      More |= Closed.insert({ID, unsigned(I)}).second;
  return More;
}

void Evidence::learnBorrowed(const ir::Function &F) {
  // The places that unseen functions are given, by number.
  Fates::PlaceMap Places;
  for (const ir::Fact &Fact : F.Facts)
    if (F.hasBody() && isUnseen(Fact))
      for (const ir::Operand &O : Fact.Args)
        if (O.isPlace())
          Places.try_emplace(O.Place, Places.size());
  auto IsCloser = [&](const ir::Fact &Call, unsigned I) {
    return Closed.count({Call.Callee, I}) != 0;
  };
  if (Places.empty() || !releases(F, Places, IsCloser))
    return;
  Fates(M, F, Places, IsCloser)
      .visitCalls([&](const ir::Fact &Call, const Fates::State &All,
                      const Fates::State &Success) {
        if (!isUnseen(Call))
          return;
        for (auto [I, O] : llvm::enumerate(Call.Args)) {
          auto It = O.isPlace() ? Places.find(O.Place) : Places.end();
          if (It == Places.end())
            continue;
          const unsigned N = It->second;
          if ((All.Sure.test(N) && All.May.test(N)) ||
              (Success.Settled.test(N) && Success.May.test(N)))
            Borrowed.insert({Call.Callee, unsigned(I)});
        }
      });
}
