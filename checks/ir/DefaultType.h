//===- DefaultType.h - The type of a place that states none -----*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the type that a place has where the text gives none; the printer
// leaves out what this gives back. In this order:
//
//   this           pointer @R in a member of R
//   *p             record @R if p is a pointer @R
//   p.f            the type of field f of R if p is a record @R
//   anything else  by what is projected from it in the text: a pointee makes it
//                  a pointer, a field or [*] a record, an index an array;
//                  else int
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_DEFAULTTYPE_H
#define FDTIDY_IR_DEFAULTTYPE_H

#include "ir/Module.h"

namespace fdtidy::ir {

/// A type as it is written: `pointer @Child`.
struct TypeText {
  ValueType Type = ValueType::Int;
  RecordID Record;
  bool operator==(const TypeText &) const = default;
};

/// The default types of one function's places.
class DefaultTypes {
public:
  /// \p Mentioned: of each place, whether the text names it or a projection.
  DefaultTypes(const Module &M, const Function &F,
               const std::vector<bool> &Mentioned);
  /// The types of the parents of \p P must be final.
  TypeText of(PlaceID P) const;

private:
  const Module &M;
  const Function &F;
  std::vector<uint8_t> Projected; ///< bits: Pointee, Field or Element, Index
};

} // namespace fdtidy::ir

#endif // FDTIDY_IR_DEFAULTTYPE_H
