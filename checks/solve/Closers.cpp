//===- Closers.cpp - Functions that close what they are given -------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Closers.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FactKind;

/// Wrappers of wrappers of a closer are found as deep as this.
static constexpr unsigned MaxDepth = 4;

Closers::Closers(const ir::Module &M) : M(M) {
  bool More = true;
  for (unsigned Depth = 0; More && Depth != MaxDepth; ++Depth) {
    More = false;
    for (unsigned F = 0; F != M.Functions.size(); ++F)
      More |= learn(ir::FunctionID(F));
  }
}

std::optional<ir::OwnerKind> Closers::closes(const ir::Fact &Call,
                                             unsigned Argument) const {
  auto It = Closed.find({Call.Callee, Argument});
  return It == Closed.end() ? std::nullopt : std::optional(It->second);
}

std::map<unsigned, ir::OwnerKind>
Closers::releasedIn(const ir::Function &F,
                    const Fates::PlaceMap &Places) const {
  std::map<unsigned, ir::OwnerKind> Found;
  auto Note = [&](const ir::Operand &O, ir::OwnerKind Kind) {
    if (auto It = O.isPlace() ? Places.find(O.Place) : Places.end();
        It != Places.end())
      Found.try_emplace(It->second, Kind);
  };
  for (const ir::Fact &Fact : F.Facts) {
    if (Fact.Kind == FactKind::Release)
      Note(Fact.Ops[0], Fact.Owner);
    if (Fact.Kind == FactKind::Call && Fact.Callee)
      for (unsigned I = 0; I != Fact.Args.size(); ++I)
        if (auto Kind = closes(Fact, I))
          Note(Fact.Args[I], *Kind);
  }
  return Found;
}

bool Closers::learn(ir::FunctionID ID) {
  const ir::Function &F = M.at(ID);
  if (!F.hasBody())
    return false;
  Fates::PlaceMap Places;
  for (ir::PlaceID P : F.Params)
    Places.try_emplace(P, Places.size());
  const auto Kinds = releasedIn(F, Places);
  if (Kinds.empty())
    return false;
  auto IsCloser = [&](const ir::Fact &Call, unsigned I) {
    return closes(Call, I).has_value();
  };
  const Fates Fate(M, F, Places, IsCloser);
  bool More = false;
  for (const auto &[I, P] : llvm::enumerate(F.Params)) {
    const unsigned N = Places[P];
    if (auto It = Kinds.find(N); It != Kinds.end() &&
                                 Fate.entry().Sure.test(N) &&
                                 Fate.entry().May.test(N))
      More |= Closed.try_emplace({ID, unsigned(I)}, It->second).second;
  }
  return More;
}
