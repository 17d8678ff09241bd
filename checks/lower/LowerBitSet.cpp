//===- LowerBitSet.cpp - A set of numbers, a bit each ---------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `FD_SET(fd, &set)` is a macro, `set.fds_bits[fd / 64] |= 1UL << (fd % 64)`, and
// programs spell the like out. Which element is written, nobody follows; but who
// asks the set for each number finds ours there.
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"

using namespace clang;

namespace fdtidy::lower {

/// The number that `1 << (number % bits)` or `1 << (number & mask)` is the bit of;
/// null if \p E is no such.
static const Expr *numberOfBit(const Expr *E) {
  const auto *Shift = dyn_cast<BinaryOperator>(E->IgnoreParenCasts());
  if (!Shift || Shift->getOpcode() != BO_Shl)
    return nullptr;
  const auto *Bit =
      dyn_cast<BinaryOperator>(Shift->getRHS()->IgnoreParenCasts());
  if (!Bit || (Bit->getOpcode() != BO_Rem && Bit->getOpcode() != BO_And))
    return nullptr;
  return Bit->getLHS()->IgnoreParenCasts();
}

/// \p E, `array[…] |= bit`, has put a number into the set that \p Word is in.
void FunctionLowering::noteBitSet(const CompoundAssignOperator *E,
                                  PlaceID Word) {
  const ir::PlaceKind Kind = B.function().place(Word).Kind;
  if (E->getOpcode() != BO_OrAssign ||
      (Kind != ir::PlaceKind::AnyIndex && Kind != ir::PlaceKind::Index))
    return;
  const Expr *Number = numberOfBit(E->getRHS());
  const auto *Named = dyn_cast_or_null<DeclRefExpr>(Number);
  if (!Named || !isa<VarDecl>(Named->getDecl()) ||
      !Named->getType()->isIntegerType())
    return;
  // The set is what the array of words is a member of, if it is one.
  PlaceID Set = B.function().place(Word).Parent;
  if (B.function().place(Set).Kind == ir::PlaceKind::Field)
    Set = B.function().place(Set).Parent;
  if (const PlaceID Value = declPlace(Named->getDecl()))
    B.key(element(Set, Named->getType()), Value);
}

} // namespace fdtidy::lower
