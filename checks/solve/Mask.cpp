//===- Mask.cpp - Bits of a number that nobody knows ----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `flags & PTY` is tested where a handle is made and again where it is closed.
// Equal masks of one number are one symbol, so that the tests correlate.
//===----------------------------------------------------------------------===//
#include "solve/Memory.h"
#include "llvm/ADT/bit.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::BinaryOp;
using ir::CompareOp;

static bool isMasked(const Symbol &S, BinaryOp Op) {
  return S.Kind == SymbolKind::Masked && S.Number == uint32_t(Op);
}

/// Masks of masks of masks: what a loop accumulates is not followed.
static unsigned maskDepth(const SymbolTable &Symbols, SymbolID ID) {
  unsigned Depth = 0;
  while (Symbols[ID].Kind == SymbolKind::Masked) {
    ID = Symbols[ID].LHS.symbol();
    ++Depth;
  }
  return Depth;
}

Value Memory::masked(BinaryOp Op, SymbolID Of, int64_t Mask) {
  const Symbol S = Symbols[Of];
  const int64_t Inner = S.RHS.Number; // of a mask of a mask
  switch (Op) {
  case BinaryOp::And:
    if (Mask == 0)
      return Value::constant(0);
    if (Mask == -1)
      return Value::symbol(Of);
    if (isMasked(S, BinaryOp::And))
      return masked(Op, S.LHS.symbol(), Inner & Mask);
    if (isMasked(S, BinaryOp::Or) && (Inner & Mask) == Mask)
      return Value::constant(Mask);
    if (isMasked(S, BinaryOp::Or) && (Inner & Mask) == 0)
      return masked(Op, S.LHS.symbol(), Mask);
    if (isMasked(S, BinaryOp::Xor)) { // (x ^ m) & n is (x & n) ^ (m & n)
      Value Bits = masked(Op, S.LHS.symbol(), Mask);
      if (Bits.isConstant())
        return Value::constant(Bits.Number ^ (Inner & Mask));
      return Bits ? masked(BinaryOp::Xor, Bits.symbol(), Inner & Mask) : Bits;
    }
    break;
  case BinaryOp::Or:
    if (Mask == 0)
      return Value::symbol(Of);
    if (Mask == -1)
      return Value::constant(-1);
    if (isMasked(S, BinaryOp::Or))
      return masked(Op, S.LHS.symbol(), Inner | Mask);
    break;
  case BinaryOp::Xor:
    if (Mask == 0)
      return Value::symbol(Of);
    if (isMasked(S, BinaryOp::Xor))
      return masked(Op, S.LHS.symbol(), Inner ^ Mask);
    break;
  default:
    return {};
  }
  constexpr unsigned MaxDepth = 2;
  if (maskDepth(Symbols, Of) > MaxDepth)
    return {};
  return Value::symbol(Symbols.masked(Op, Of, Mask));
}

Range Memory::maskRange(const Disjunct &D, const Symbol &S, Range R) const {
  const int64_t Mask = S.RHS.Number;
  if (isMasked(S, BinaryOp::And) && Mask > 0) {
    R.Lo = std::max<int64_t>(R.Lo, 0);
    R.Hi = std::min(R.Hi, Mask);
    if (llvm::has_single_bit(uint64_t(Mask))) { // all or nothing
      if (R.Lo > 0 || R.Not == 0)
        R.Lo = Mask;
      else if (R.Hi < Mask || R.Not == Mask)
        R.Hi = 0;
      R.Not.reset();
    }
  } else if (isMasked(S, BinaryOp::Or) && Mask != 0) {
    R.narrow(CompareOp::NE, 0);
  } else if (isMasked(S, BinaryOp::Xor)) {
    const Range Of = range(D, S.LHS);
    if (auto C = Of.constant())
      R.Lo = R.Hi = *C ^ Mask;
    else if (Of.decide(CompareOp::NE, Mask) == true)
      R.narrow(CompareOp::NE, 0);
  }
  return R;
}

bool Memory::assumeMask(Disjunct &D, const Symbol &S, const Range &Is) {
  if (!isMasked(S, BinaryOp::Xor))
    return true;
  if (auto C = Is.constant())
    return assume(D, S.LHS, CompareOp::EQ, Value::constant(*C ^ S.RHS.Number));
  if (Is.decide(CompareOp::NE, 0) == true)
    return assume(D, S.LHS, CompareOp::NE, S.RHS);
  return true;
}
