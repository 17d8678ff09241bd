//===- DefaultType.cpp - The type of a place that states none -------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the rules of DefaultType.h.
//===----------------------------------------------------------------------===//
#include "ir/DefaultType.h"

namespace fdtidy::ir {

enum : uint8_t { HasPointee = 1, HasField = 2, HasIndex = 4 };

DefaultTypes::DefaultTypes(const Module &M, const Function &F,
                           const std::vector<bool> &Mentioned)
    : M(M), F(F), Projected(F.Places.size(), 0) {
  for (size_t I = 0; I < F.Places.size(); ++I) {
    const Place &P = F.Places[I];
    if (!Mentioned[I] || !P.Parent || P.Parent.index() >= F.Places.size())
      continue;
    uint8_t &Of = Projected[P.Parent.index()];
    switch (P.Kind) {
    case PlaceKind::Pointee:
      Of |= HasPointee;
      break;
    case PlaceKind::Field:
    case PlaceKind::Element:
      Of |= HasField;
      break;
    case PlaceKind::Index:
    case PlaceKind::AnyIndex:
      Of |= HasIndex;
      break;
    default:
      break;
    }
  }
}

TypeText DefaultTypes::of(PlaceID ID) const {
  const Place &P = F.place(ID);
  if (P.Kind == PlaceKind::This)
    return {ValueType::Pointer, F.Info.Record};
  if (P.Parent && P.Parent.index() < F.Places.size()) {
    const Place &Parent = F.place(P.Parent);
    bool Known = M.has(Parent.Record);
    if (P.Kind == PlaceKind::Pointee && Known &&
        Parent.Type == ValueType::Pointer)
      return {ValueType::Record, Parent.Record};
    if (P.Kind == PlaceKind::Field && Known &&
        Parent.Type == ValueType::Record)
      for (const FieldInfo &Field : M.at(Parent.Record).Fields)
        if (Field.Name == P.Name)
          return {Field.Type, Field.Record};
  }
  uint8_t Of = Projected[ID.index()];
  if (Of & HasPointee)
    return {ValueType::Pointer, {}};
  if (Of & HasField)
    return {ValueType::Record, {}};
  if (Of & HasIndex)
    return {ValueType::Array, {}};
  return {};
}

} // namespace fdtidy::ir
