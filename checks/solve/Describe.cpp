//===- Describe.cpp - Locations as the user wrote them --------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Run.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::PlaceKind;

/// A variable that leads to element \p L of a container, or to a part of it:
/// a reference, or an iterator. References are taken for what they are far more
/// often than pointers, of which nothing here tells them apart.
std::optional<Run::Described> Run::leaderTo(const Disjunct &D, LocationID L) {
  for (const auto &[At, V] : D.store()) {
    if (!V.isAddress() || V.location() != L)
      continue;
    const Location &X = Mem.Locations[At];
    const bool Iterator = X.Kind == LocationKind::Field &&
                          Mem.M.text(ir::StringID(X.Payload)) == "at";
    ir::PlaceID P = Mem.variableOf(Iterator ? X.Parent : At);
    if (!P || Mem.F.place(P).Kind == PlaceKind::Temp)
      continue;
    llvm::StringRef Name = Mem.M.text(Mem.F.place(P).Name).split('#').first;
    if (Name.empty() || Name.starts_with("_")) // of a range-for, or a binding
      continue;
    if (Iterator)
      return Described{Name.str(), "->", "*" + Name.str()};
    return Described{Name.str(), ".", Name.str()};
  }
  return std::nullopt;
}

std::string Run::describe(const Disjunct &D, LocationID L) {
  return described(D, L, /*ByLeader=*/false).Whole;
}

Run::Described Run::described(const Disjunct &D, LocationID L,
                              bool ByLeader) {
  auto Whole = [](std::string Name, llvm::StringRef Then = ".") {
    return Described{Name, Then, Name};
  };
  const Location &X = Mem.Locations[L];
  switch (X.Kind) {
  case LocationKind::Variable: {
    const ir::Place &P = Mem.F.place(ir::PlaceID(X.Payload));
    switch (P.Kind) {
    case PlaceKind::Temp:
      return {};
    case PlaceKind::This:
      return Whole("*this");
    case PlaceKind::Return:
      return Whole("the result");
    default:
      return Whole(Mem.M.text(P.Name).split('#').first.str());
    }
  }
  case LocationKind::Object: {
    const Symbol &S = Mem.Symbols[SymbolID(X.Payload)];
    return Whole(S.At ? described(D, S.At, ByLeader).Whole : "", "->");
  }
  case LocationKind::Global:
    return Whole(Mem.M.text(ir::StringID(X.Payload)).split('#').first.str());
  case LocationKind::Heap: // by the variable that points to it
    for (const auto &[At, V] : D.store())
      if (ir::PlaceID P = Mem.variableOf(At);
          P && V.isAddress() && V.location() == L)
        if (std::string Name = describe(D, At); !Name.empty())
          return Whole(Name == "the result" ? "" : Name, "->");
    return {};
  case LocationKind::Field: {
    llvm::StringRef Name = Mem.M.text(ir::StringID(X.Payload));
    if (ByLeader && Mem.Locations[X.Parent].Kind == LocationKind::Element)
      if (auto Leader = leaderTo(D, L)) // a binding of a map's element
        return *Leader;
    Described Base = described(D, X.Parent, ByLeader);
    if (auto Colon = Name.rfind("::"); Colon != llvm::StringRef::npos)
      Name = Name.substr(Colon + 2);
    if (Name.empty()) // what is inside of an object goes by its name
      return Base;
    if (Name == "val" && !Mem.M.isWrittenField(Name))
      return Whole(Base.Whole, "->");
    if (Name == "ptr" && !Base.Whole.empty() && !Mem.M.isWrittenField(Name))
      return Base;
    if (Base.Whole.empty() || Base.Whole == "*this" ||
        Base.Whole == "the result")
      return Whole(Name.str());
    return Whole(Base.Name + Base.Then.str() + Name.str());
  }
  case LocationKind::Index:
    return Whole(described(D, X.Parent, ByLeader).Whole + "[" + std::to_string(X.Payload) + "]");
  case LocationKind::Element:
    if (ByLeader)
      if (auto Leader = leaderTo(D, L))
        return *Leader;
    [[fallthrough]];
  case LocationKind::AnyIndex:
    return Whole(described(D, X.Parent, ByLeader).Whole + "[...]");
  }
  return {};
}

std::string Run::holder(const Disjunct &D, LocationID L) {
  std::string Name = describe(D, L);
  // Element 0 is the array's own location.
  bool IsArray = llvm::any_of(D.store(), [&](const Disjunct::Cell &C) {
    return C.second.isHandle() && Mem.Locations[C.first].Parent == L &&
           Mem.Locations[C.first].Kind == LocationKind::Index;
  });
  return IsArray && !Name.empty() ? Name + "[0]" : Name;
}

std::string Run::holderName(const Disjunct &D, unsigned H) {
  std::string Best;
  for (const auto &[L, V] : D.store())
    if (V.isHandle(H)) {
      std::string Name = holder(D, L);
      if (Best.empty() || (Best == "the result" && !Name.empty()))
        Best = Name;
    }
  if (Best.empty() || Best == "the result")
    return Names[H].empty() ? Best : Names[H];
  // Element 0 is the array's own location.
  return Names[H] == Best + "[0]" ? Names[H] : Best;
}

Run::HolderName Run::lastHolder(const Disjunct &D, unsigned H) {
  HolderName Last = {holderName(D, H), ""};
  for (const auto &[L, V] : D.store())
    if (V.isHandle(H) && Mem.Locations.isWeak(L) &&
        holder(D, L) == Last.Name) {
      Last.Shown = described(D, L, /*ByLeader=*/true).Whole;
      break;
    }
  return Last;
}
