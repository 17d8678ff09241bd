//===- FactShape.h - How a kind of fact is written --------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines FactShape and its table: whether a fact has a result, how many
// operands it takes and which clauses may follow them. The printer, the parser
// and the verifier read the same rows.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_FACTSHAPE_H
#define FDTIDY_IR_FACTSHAPE_H

#include "ir/Fact.h"

namespace fdtidy::ir {

/// The Shape column of Facts.def.
enum class FactShape : uint8_t {
  Assign, Move, Compute, Acquire, Transfer, Alias, Release, Use, Wait, Dup2,
  Operand, Place, Bare, Named, Call, Throw, Result, Alloc, Container, Cloexec,
};

FactShape shape(FactKind Kind);

/// What may follow the operands, in the order in which it is printed.
enum class Clause : uint16_t {
  None = 0,
  By = 1 << 0,      ///< by "close"
  Kind = 1 << 1,    ///< raw
  ToKind = 1 << 2,  ///< to file
  AsKind = 1 << 3,  ///< as raw
  Cloexec = 1 << 4, ///< cloexec, inherited, cloexec(%flags & 524288)
  Min = 1 << 5,     ///< min(3)
  Ok = 1 << 6,      ///< ok(%fd >= 0)
  Into = 1 << 7,    ///< -> %p[0] read, %p[1] write
  AsText = 1 << 8,  ///< as "unknown callee"
  At = 1 << 9,      ///< at %key
  Unwind = 1 << 10, ///< unwind b4
  Flags = 1 << 11,  ///< maythrow noreturn thread
};

constexpr Clause operator|(Clause A, Clause B) {
  return Clause(uint16_t(A) | uint16_t(B));
}

enum class HasResult : uint8_t { Never, Maybe, Always };

/// One row of the table.
struct ShapeRow {
  FactShape Shape;
  HasResult Result;
  uint8_t MinOps, MaxOps;
  bool PlaceOnly; ///< Ops[0] is a place
  Clause Clauses;
  bool allows(Clause C) const { return uint16_t(Clauses) & uint16_t(C); }
};

const ShapeRow &shapeRow(FactKind Kind);

} // namespace fdtidy::ir

#endif // FDTIDY_IR_FACTSHAPE_H
