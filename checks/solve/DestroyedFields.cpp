//===- DestroyedFields.cpp - What goes with its object --------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/DestroyedFields.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FactKind;
using ir::PlaceID;
using ir::PlaceKind;

/// A destructor that calls a method that calls a method that closes.
static constexpr unsigned MaxDepth = 3;

/// The object that \p F is a method of; invalid if there is none.
static PlaceID thisOf(const ir::Function &F) {
  if (F.Params.empty() || F.place(F.Params[0]).Kind != PlaceKind::This)
    return {};
  return F.Params[0];
}

/// The name of \p P if it is a field of the object of \p F, else invalid.
static ir::StringID fieldOf(const ir::Function &F, PlaceID P) {
  const ir::Place &Field = F.place(P);
  if (Field.Kind != PlaceKind::Field || !thisOf(F))
    return {};
  const ir::Place &Object = F.place(Field.Parent);
  return Object.Kind == PlaceKind::Pointee && Object.Parent == thisOf(F)
             ? Field.Name
             : ir::StringID();
}

/// Whether \p Call is of a method of the same object.
static bool isOfThis(const ir::Function &F, const ir::Fact &Call) {
  return Call.Kind == FactKind::Call && !Call.Args.empty() &&
         Call.Args[0].isPlace() && Call.Args[0].Place == thisOf(F);
}

DestroyedFields::DestroyedFields(const ir::Module &M, const Closers &Known)
    : M(M) {
  bool More = true;
  for (unsigned Depth = 0; More && Depth != MaxDepth; ++Depth) {
    More = false;
    for (unsigned F = 0; F != M.Functions.size(); ++F)
      More |= learn(ir::FunctionID(F), Known);
  }
}

bool DestroyedFields::learn(ir::FunctionID ID, const Closers &Known) {
  const ir::Function &F = M.at(ID);
  const PlaceID This = thisOf(F);
  if (!F.hasBody() || !This)
    return false;
  // By field: the places that stand for it, itself and the whole object.
  std::map<ir::StringID, Fates::PlaceMap> Fields;
  for (const ir::Fact &Fact : F.Facts) {
    if (Fact.Kind == FactKind::Release && Fact.Ops[0].isPlace())
      if (ir::StringID Name = fieldOf(F, Fact.Ops[0].Place))
        Fields[Name].try_emplace(Fact.Ops[0].Place, 1);
    if (isOfThis(F, Fact) && Fact.Callee)
      if (auto It = Released.find(Fact.Callee); It != Released.end())
        for (ir::StringID Name : It->second)
          Fields[Name];
    if (Fact.Kind == FactKind::Call && Fact.Callee)
      for (const auto &[I, O] : llvm::enumerate(Fact.Args))
        if (ir::StringID Name =
                O.isPlace() ? fieldOf(F, O.Place) : ir::StringID();
            Name && Known.closes(Fact, I))
          Fields[Name].try_emplace(O.Place, 1);
  }
  bool More = false;
  for (auto &[Field, Places] : Fields) {
    if (has(ID, Field))
      continue;
    Places.try_emplace(This, 0);
    auto IsCloser = [&, Name = Field](const ir::Fact &Call, unsigned I) {
      return Known.closes(Call, I) ||
             (I == 0 && isOfThis(F, Call) &&
              has(Call.Callee, Name));
    };
    const Fates Fate(M, F, Places, IsCloser);
    for (unsigned N = 0; N != Places.size(); ++N)
      if (Fate.entry().Sure.test(N) && Fate.entry().May.test(N))
        More |= Released[ID].insert(Field).second;
  }
  return More;
}

bool DestroyedFields::isDestroyed(const ir::Function &F, PlaceID P) const {
  const ir::StringID Field = fieldOf(F, P);
  if (!Field || !F.Info.Record)
    return false;
  const ir::FunctionID Destructor = M.at(F.Info.Record).Destructor;
  return Destructor && has(Destructor, Field);
}

bool DestroyedFields::releases(const ir::Function &F, const ir::Fact &Call,
                               PlaceID P) const {
  return isOfThis(F, Call) && has(Call.Callee, fieldOf(F, P));
}

bool DestroyedFields::replaces(const ir::Function &F, const ir::Fact &Call,
                               PlaceID P) const {
  if (!isOfThis(F, Call))
    return false;
  if (!Call.Callee || !M.at(Call.Callee).hasBody())
    return true;
  const ir::Function &Callee = M.at(Call.Callee);
  const ir::StringID Field = fieldOf(F, P);
  auto IsIt = [&](PlaceID Q) { return Q && fieldOf(Callee, Q) == Field; };
  return llvm::any_of(Callee.Facts, [&](const ir::Fact &Fact) {
    return IsIt(Fact.Dst) ||
           (Fact.Kind == FactKind::Move && IsIt(Fact.Ops[0].Place));
  });
}
