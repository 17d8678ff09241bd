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
  const bool IsAddress =
      Call.Args[Argument].Which == ir::Operand::Kind::Address;
  const ByArgument &Known = IsAddress ? Emptied : Closed;
  auto It = Known.find({Call.Callee, Argument});
  return It == Known.end() ? std::nullopt : std::optional(It->second);
}

std::map<unsigned, ir::OwnerKind>
Closers::releasedIn(const ir::Function &F,
                    const Fates::PlaceMap &Places) const {
  std::map<unsigned, ir::OwnerKind> Found;
  auto Note = [&](const ir::Operand &O, ir::OwnerKind Kind) {
    if (auto It = O.Place ? Places.find(O.Place) : Places.end();
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

/// The pointers of \p F that are the parameter \p Param all the time: itself, and
/// what a `void *` is cast to.
static llvm::SmallVector<ir::PlaceID, 2> pointersOf(const ir::Function &F,
                                                    ir::PlaceID Param) {
  llvm::SmallVector<ir::PlaceID, 2> Found;
  auto IsSet = [&](ir::PlaceID P, unsigned Times) {
    return llvm::count_if(F.Facts, [&](const ir::Fact &Fact) {
             return Fact.Dst == P;
           }) == Times;
  };
  if (!IsSet(Param, 0))
    return Found;
  Found.push_back(Param);
  for (const ir::Fact &Fact : F.Facts)
    if (Fact.Kind == FactKind::Assign && Fact.Dst &&
        Fact.Ops[0] == ir::Operand::place(Param) &&
        F.place(Fact.Dst).Kind == ir::PlaceKind::Local && IsSet(Fact.Dst, 1))
      Found.push_back(Fact.Dst);
  return Found;
}

bool Closers::learn(ir::FunctionID ID) {
  const ir::Function &F = M.at(ID);
  if (!F.hasBody())
    return false;
  const unsigned Params = F.Params.size();
  Fates::PlaceMap Places;
  for (ir::PlaceID P : F.Params)
    Places.try_emplace(P, Places.size());
  llvm::SmallVector<unsigned> Pointing; // by number, behind the parameters
  for (const auto &[I, Param] : llvm::enumerate(F.Params)) {
    const auto Pointers = pointersOf(F, Param);
    bool Found = false;
    for (unsigned P = 0; P != F.Places.size(); ++P)
      if (F.Places[P].Kind == ir::PlaceKind::Pointee &&
          llvm::is_contained(Pointers, F.Places[P].Parent)) {
        Places.try_emplace(ir::PlaceID(P), Params + Pointing.size());
        Found = true;
      }
    if (Found)
      Pointing.push_back(I);
  }
  const auto Kinds = releasedIn(F, Places);
  if (Kinds.empty())
    return false;
  auto IsCloser = [&](const ir::Fact &Call, unsigned I) {
    return closes(Call, I).has_value();
  };
  const Fates Fate(M, F, Places, IsCloser);
  bool More = false;
  for (const auto &[N, Kind] : Kinds) {
    if (N < Params)
      Doubted.insert({ID, N});
    if (!Fate.entry().Sure.test(N) || !Fate.entry().May.test(N))
      continue;
    if (N < Params)
      More |= Closed.try_emplace({ID, N}, Kind).second;
    else
      More |= Emptied.try_emplace({ID, Pointing[N - Params]}, Kind).second;
  }
  return More;
}
