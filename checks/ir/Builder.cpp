//===- Builder.cpp - Writes the body of a function ------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the places, blocks and terminators of FunctionBuilder.
//===----------------------------------------------------------------------===//
#include "ir/Builder.h"
#include "llvm/ADT/Twine.h"
#include <algorithm>

using llvm::ArrayRef;
using llvm::StringRef;

namespace fdtidy::ir {

/// What makes two places one: kind and parent, then name, number or index.
static std::pair<uint64_t, uint32_t> identity(const Place &P) {
  const bool Numbered =
      P.Kind == PlaceKind::Temp || P.Kind == PlaceKind::Index;
  return {uint64_t(P.Kind) << 32 | P.Parent.index(),
          Numbered         ? P.Number
          : isSummary(P.Kind) ? P.IndexBy.index()
                           : P.Name.index()};
}

FunctionBuilder::FunctionBuilder(Module &M, FunctionID ID)
    : M(M), F(M.at(ID)), Terminated(F.Blocks.size(), true) {
  for (uint32_t I = 0; I < F.Places.size(); ++I) {
    const Place &P = F.Places[I];
    Interned.try_emplace(identity(P), PlaceID(I));
    if (P.Kind == PlaceKind::Temp)
      NextTemp = std::max(NextTemp, P.Number + 1);
  }
}

PlaceID FunctionBuilder::intern(const Place &P) {
  auto [It, New] = Interned.try_emplace(identity(P), PlaceID(F.Places.size()));
  if (New)
    F.Places.push_back(P);
  return It->second;
}

PlaceID FunctionBuilder::root(PlaceKind Kind, StringRef Name, ValueType Type,
                              RecordID Record, LocID At) {
  assert(Kind < PlaceKind::Temp && "temporaries have numbers");
  Place P;
  P.Kind = Kind;
  P.Type = Type;
  P.Record = Record;
  P.Loc = At;
  if (Kind != PlaceKind::This && Kind != PlaceKind::Return)
    P.Name = M.intern(Name);
  PlaceID ID = intern(P);
  if (Kind == PlaceKind::Return)
    F.Return = ID;
  return ID;
}

PlaceID FunctionBuilder::addParam(PlaceKind Kind, StringRef Name,
                                  ValueType Type, RecordID Record, LocID At) {
  PlaceID ID = root(Kind, Name, Type, Record, At);
  F.Params.push_back(ID);
  return ID;
}

PlaceID FunctionBuilder::temp(ValueType Type, RecordID Record) {
  return numberedTemp(NextTemp, Type, Record);
}

PlaceID FunctionBuilder::numberedTemp(uint32_t Number, ValueType Type,
                                      RecordID Record) {
  NextTemp = std::max(NextTemp, Number + 1);
  Place P;
  P.Kind = PlaceKind::Temp;
  P.Type = Type;
  P.Record = Record;
  P.Number = Number;
  return intern(P);
}

PlaceID FunctionBuilder::project(PlaceKind Kind, PlaceID Parent, ValueType Type,
                                 RecordID Record) {
  Place P;
  P.Kind = Kind;
  P.Type = Type;
  P.Parent = Parent;
  P.Record = Record;
  return intern(P);
}

PlaceID FunctionBuilder::field(PlaceID Parent, StringRef Name, ValueType Type,
                               RecordID Record) {
  Place P;
  P.Kind = PlaceKind::Field;
  P.Type = Type;
  P.Parent = Parent;
  P.Record = Record;
  P.Name = M.intern(Name);
  return intern(P);
}

PlaceID FunctionBuilder::index(PlaceID Parent, uint32_t Number, ValueType Type,
                               RecordID Record) {
  Place P;
  P.Kind = PlaceKind::Index;
  P.Type = Type;
  P.Parent = Parent;
  P.Record = Record;
  P.Number = Number;
  return intern(P);
}

PlaceID FunctionBuilder::anyIndex(PlaceID Parent, ValueType Type,
                                  RecordID Record, PlaceID By) {
  Place P;
  P.Kind = PlaceKind::AnyIndex;
  P.Type = Type;
  P.Parent = Parent;
  P.Record = Record;
  P.IndexBy = By;
  return intern(P);
}

PlaceID FunctionBuilder::pointee(PlaceID Parent, ValueType Type,
                                 RecordID Record) {
  return project(PlaceKind::Pointee, Parent, Type, Record);
}

PlaceID FunctionBuilder::element(PlaceID Parent, ValueType Type,
                                 RecordID Record, PlaceID By) {
  Place P;
  P.Kind = PlaceKind::Element;
  P.Type = Type;
  P.Parent = Parent;
  P.Record = Record;
  P.IndexBy = By;
  return intern(P);
}

std::string FunctionBuilder::freshName(StringRef Wanted) const {
  auto Taken = [&](StringRef Name) {
    return llvm::any_of(F.Places, [&](const Place &P) {
      return (P.Kind == PlaceKind::Local || P.Kind == PlaceKind::Param) &&
             M.text(P.Name) == Name;
    });
  };
  std::string Name = Wanted.str();
  for (unsigned I = 2; Taken(Name); ++I)
    Name = (Wanted + "_" + llvm::Twine(I)).str();
  return Name;
}

BlockID FunctionBuilder::newBlock() {
  F.Blocks.emplace_back();
  Terminated.push_back(false);
  return BlockID(uint32_t(F.Blocks.size() - 1));
}

bool FunctionBuilder::terminated() const {
  return !Current || Terminated[Current.index()];
}

void FunctionBuilder::terminate(TerminatorKind Kind, ArrayRef<Edge> Edges,
                                LocID At) {
  assert(!terminated() && "a block ends once");
  Block &B = F.Blocks[Current.index()];
  B.Terminator = Kind;
  B.Edges.assign(Edges.begin(), Edges.end());
  B.Loc = At;
  Terminated[Current.index()] = true;
}

void FunctionBuilder::branch(BlockID To) {
  Edge E;
  E.To = To;
  terminate(TerminatorKind::Branch, E);
}

void FunctionBuilder::branchIf(const Condition &C, BlockID Then, BlockID Else,
                               LocID At) {
  Edge Edges[2];
  Edges[0].To = Then;
  Edges[1].To = Else;
  Edges[0].Loc = Edges[1].Loc = At ? At : Loc;
  Edges[0].Assumes.push_back(C);
  Edges[1].Assumes.push_back(C);
  Edges[1].Assumes[0].Op = negate(C.Op);
  terminate(TerminatorKind::Branch, Edges);
}

void FunctionBuilder::branchEither(BlockID First, BlockID Second, LocID At) {
  Edge Edges[2];
  Edges[0].To = First;
  Edges[1].To = Second;
  Edges[0].Loc = Edges[1].Loc = At;
  terminate(TerminatorKind::Branch, Edges);
}

void FunctionBuilder::branchEdges(ArrayRef<Edge> Edges) {
  terminate(TerminatorKind::Branch, Edges);
}

void FunctionBuilder::dispatch(ArrayRef<Edge> Edges) {
  terminate(TerminatorKind::Dispatch, Edges);
}

void FunctionBuilder::ret(LocID At) {
  terminate(TerminatorKind::Return, {}, At ? At : Loc);
}

void FunctionBuilder::resume() { terminate(TerminatorKind::Resume); }

void FunctionBuilder::unreachable() { terminate(TerminatorKind::Unreachable); }

} // namespace fdtidy::ir
