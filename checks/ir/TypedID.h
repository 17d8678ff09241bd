//===- TypedID.h - Dense ids that cannot be mixed up ------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines TypedID: an index into one table, of a type of its own, so that a
// block cannot pass for a place.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_TYPEDID_H
#define FDTIDY_IR_TYPEDID_H

#include "llvm/ADT/DenseMapInfo.h"
#include "llvm/ADT/Hashing.h"
#include <compare>
#include <cstdint>

namespace fdtidy::ir {

/// An index into the table that \p Tag names. A default one is invalid.
template <typename Tag> class TypedID {
public:
  constexpr TypedID() = default;
  constexpr explicit TypedID(uint32_t Index) : Index(Index) {}

  constexpr bool isValid() const { return Index != Invalid; }
  constexpr explicit operator bool() const { return isValid(); }
  constexpr uint32_t index() const { return Index; }
  constexpr auto operator<=>(const TypedID &) const = default;

private:
  static constexpr uint32_t Invalid = ~0u;
  uint32_t Index = Invalid;
};

using PlaceID = TypedID<struct PlaceTag>;       ///< in Function::Places
using BlockID = TypedID<struct BlockTag>;       ///< in Function::Blocks
using FactID = TypedID<struct FactTag>;         ///< in Function::Facts
using FunctionID = TypedID<struct FunctionTag>; ///< in Module::Functions
using RecordID = TypedID<struct RecordTag>;     ///< in Module::Records
using StringID = TypedID<struct StringTag>;     ///< in Module::Strings
using LocID = TypedID<struct LocTag>;           ///< in Module::Locs

template <typename Tag> llvm::hash_code hash_value(TypedID<Tag> ID) {
  return llvm::hash_value(ID.index());
}

} // namespace fdtidy::ir

namespace llvm {
template <typename Tag> struct DenseMapInfo<fdtidy::ir::TypedID<Tag>> {
  using ID = fdtidy::ir::TypedID<Tag>;
  static ID getEmptyKey() { return ID(~0u - 1); }
  static ID getTombstoneKey() { return ID(~0u - 2); }
  static unsigned getHashValue(ID Val) {
    return DenseMapInfo<uint32_t>::getHashValue(Val.index());
  }
  static bool isEqual(ID A, ID B) { return A == B; }
};
} // namespace llvm

#endif // FDTIDY_IR_TYPEDID_H
