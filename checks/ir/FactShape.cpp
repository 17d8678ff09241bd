//===- FactShape.cpp - The table of shapes --------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the rows of FactShape.h.
//===----------------------------------------------------------------------===//
#include "ir/FactShape.h"

namespace fdtidy::ir {

FactShape shape(FactKind Kind) {
  static constexpr FactShape Shapes[] = {
#define FD_FACT(Enum, Keyword, Shape) FactShape::Shape,
#include "ir/Facts.def"
  };
  return Shapes[size_t(Kind)];
}

using enum HasResult;
using S = FactShape;
using C = Clause;

static constexpr ShapeRow Rows[] = {
    // Shape, result, operands, the first is a place, clauses
    {S::Assign, Always, 1, 1, false, C::None},
    {S::Move, Always, 1, 1, true, C::None},
    {S::Compute, Always, 2, 2, false, C::None},
    {S::Acquire, Always, 0, 0, false,
     C::By | C::Kind | C::Cloexec | C::Min | C::Ok | C::Into},
    {S::Transfer, Always, 1, 1, false, C::ToKind | C::By | C::Ok},
    {S::Alias, Always, 1, 1, false, C::AsKind | C::By},
    {S::Release, Maybe, 1, 1, false, C::By | C::Kind | C::Ok},
    {S::Use, Never, 1, 1, false, C::By},
    {S::Wait, Maybe, 1, 1, false, C::By},
    {S::Dup2, Always, 2, 2, false, C::Cloexec | C::By},
    {S::Operand, Never, 1, 1, false, C::AsText},
    {S::Place, Never, 1, 1, true, C::None},
    {S::Bare, Never, 0, 0, false, C::None},
    {S::Named, Never, 0, 0, false, C::By},
    {S::Call, Maybe, 0, 1, false, C::Unwind | C::Flags},
    {S::Throw, Never, 0, 0, false, C::Unwind},
    {S::Result, Always, 0, 0, false, C::By},
    {S::Alloc, Always, 0, 0, false, C::By | C::Ok},
    {S::Container, Never, 1, 3, true, C::At},
    {S::Cloexec, Never, 2, 2, false, C::None},
};

const ShapeRow &shapeRow(FactKind Kind) { return Rows[size_t(shape(Kind))]; }

} // namespace fdtidy::ir
