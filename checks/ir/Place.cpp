//===- Place.cpp - Words of places ----------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the spelling of value types.
//===----------------------------------------------------------------------===//
#include "ir/Place.h"

namespace fdtidy::ir {

llvm::StringRef spelling(ValueType Type) {
  static constexpr llvm::StringLiteral Words[] = {"int",    "bool",  "pointer",
                                                  "record", "array", "other"};
  return Words[size_t(Type)];
}

} // namespace fdtidy::ir
