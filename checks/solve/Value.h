//===- Value.h - What a location holds on one set of paths ------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Value: a tracked handle, a constant, an address, a function, or a
// symbol of which only a Range is known.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_VALUE_H
#define FDTIDY_SOLVE_VALUE_H

#include "ir/Fact.h"
#include <limits>
#include <optional>

namespace fdtidy::solve {

using LocationID = ir::TypedID<struct LocationTag>; ///< in a LocationTable
using SymbolID = ir::TypedID<struct SymbolTag>;     ///< in a SymbolTable

/// What is known of a number: an interval, and one value that it is not.
struct Range {
  int64_t Lo = std::numeric_limits<int64_t>::min();
  int64_t Hi = std::numeric_limits<int64_t>::max();
  std::optional<int64_t> Not;

  bool operator==(const Range &) const = default;
  static Range only(int64_t C) { return {C, C, std::nullopt}; }
  bool isFull() const { return *this == Range(); }
  bool isEmpty() const { return Lo > Hi; }
  std::optional<int64_t> constant() const {
    return Lo == Hi ? std::optional(Lo) : std::nullopt;
  }
  /// Narrows by `x Op C`; the result may be empty.
  void narrow(ir::CompareOp Op, int64_t C);
  /// The smallest range that holds both.
  static Range hull(const Range &A, const Range &B);
  /// \p Old, given up where \p New goes beyond it: ends any growth.
  static Range widen(const Range &Old, const Range &New);
  /// The numbers below zero for those above, and the other way round.
  Range negated() const;
  /// The numbers \p Delta away.
  Range shifted(int64_t Delta) const;
  /// Whether `x Op C` holds for every (true), no (false) or some x.
  std::optional<bool> decide(ir::CompareOp Op, int64_t C) const;
};

struct Value {
  enum class Kind : uint8_t {
    None,
    Symbol,
    Constant,
    Address,
    Function,
    Handle,
    Copy, ///< of a record: what is unwritten below it, location ID holds
  };
  Kind Which = Kind::None;
  /// Of Handle: how the holder refers to it. A raw number beside the FILE* that
  /// took it over is a view, not a holder.
  ir::OwnerKind Via = ir::OwnerKind::Raw;
  uint32_t ID = 0; ///< symbol, location, function, or number of the handle
  int64_t Number = 0;

  static Value symbol(SymbolID S) { return {Kind::Symbol, {}, S.index(), 0}; }
  static Value constant(int64_t C) { return {Kind::Constant, {}, 0, C}; }
  static Value address(LocationID L) {
    return {Kind::Address, {}, L.index(), 0};
  }
  /// The address of a heap record, unless the allocation failed: nothing has
  /// tested it yet.
  static Value unchecked(LocationID L) {
    return {Kind::Address, {}, L.index(), 1};
  }
  static Value function(ir::FunctionID F) {
    return {Kind::Function, {}, F.index(), 0};
  }
  static Value handle(unsigned H, ir::OwnerKind Via) {
    return {Kind::Handle, Via, H, 0};
  }
  static Value copyOf(LocationID L) { return {Kind::Copy, {}, L.index(), 0}; }

  bool isSymbol() const { return Which == Kind::Symbol; }
  bool isConstant() const { return Which == Kind::Constant; }
  bool isAddress() const { return Which == Kind::Address; }
  bool mayBeNull() const { return isAddress() && Number != 0; }
  bool isFunction() const { return Which == Kind::Function; }
  bool isHandle() const { return Which == Kind::Handle; }
  bool isCopy() const { return Which == Kind::Copy; }
  bool isHandle(unsigned H) const { return isHandle() && ID == H; }
  explicit operator bool() const { return Which != Kind::None; }
  SymbolID symbol() const { return SymbolID(ID); }
  LocationID location() const { return LocationID(ID); }
  ir::FunctionID function() const { return ir::FunctionID(ID); }
  unsigned handle() const { return ID; }
  auto operator<=>(const Value &) const = default;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_VALUE_H
