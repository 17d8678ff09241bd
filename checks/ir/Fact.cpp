//===- Fact.cpp - Words and values of facts -------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the spellings that the text of a fact is made of, and the makers of
// Operand.
//===----------------------------------------------------------------------===//
#include "ir/Promise.h"

using llvm::StringRef;

namespace fdtidy::ir {

StringRef keyword(FactKind Kind) {
  static constexpr llvm::StringLiteral Keywords[] = {
#define FD_FACT(Enum, Keyword, Shape) Keyword,
#include "ir/Facts.def"
  };
  return Keywords[size_t(Kind)];
}

Operand Operand::place(PlaceID P) {
  Operand O;
  O.Which = Kind::Place;
  O.Place = P;
  return O;
}

Operand Operand::constant(int64_t Value) {
  Operand O;
  O.Which = Kind::Constant;
  O.Constant = Value;
  return O;
}

Operand Operand::address(PlaceID P) {
  Operand O = place(P);
  O.Which = Kind::Address;
  return O;
}

Operand Operand::function(FunctionID F) {
  Operand O;
  O.Which = Kind::Function;
  O.Function = F;
  return O;
}

Operand Operand::unknown() {
  Operand O;
  O.Which = Kind::Unknown;
  return O;
}

CompareOp negate(CompareOp Op) {
  switch (Op) {
  case CompareOp::EQ:
    return CompareOp::NE;
  case CompareOp::NE:
    return CompareOp::EQ;
  case CompareOp::LT:
    return CompareOp::GE;
  case CompareOp::LE:
    return CompareOp::GT;
  case CompareOp::GT:
    return CompareOp::LE;
  case CompareOp::GE:
    return CompareOp::LT;
  }
  return Op;
}

bool evaluate(int64_t A, CompareOp Op, int64_t B) {
  switch (Op) {
  case CompareOp::EQ:
    return A == B;
  case CompareOp::NE:
    return A != B;
  case CompareOp::LT:
    return A < B;
  case CompareOp::LE:
    return A <= B;
  case CompareOp::GT:
    return A > B;
  case CompareOp::GE:
    return A >= B;
  }
  return false;
}

StringRef spelling(BinaryOp Op) {
  static constexpr llvm::StringLiteral Words[] = {
      "==", "!=", "<", "<=", ">", ">=", "+",
      "-",  "*",  "&", "|",  "^", "<<", ">>"};
  return Words[size_t(Op)];
}

StringRef spelling(CompareOp Op) { return spelling(BinaryOp(Op)); }

StringRef spelling(OwnerKind Kind) {
  static constexpr llvm::StringLiteral Words[] = {"raw",   "file",  "dir",
                                                  "popen", "owner", "std"};
  return Words[size_t(Kind)];
}

StringRef spelling(PromiseKind Kind) {
  static constexpr llvm::StringLiteral Words[] = {
      "acquires", "lends", "releases", "takes", "uses", "borrows", "unread"};
  return Words[size_t(Kind)];
}

StringRef spelling(PipeEnd End) {
  static constexpr llvm::StringLiteral Words[] = {"", "read", "write"};
  return Words[size_t(End)];
}

} // namespace fdtidy::ir
