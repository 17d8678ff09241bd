//===- Value.cpp - Ranges -------------------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Value.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::CompareOp;

void Range::narrow(CompareOp Op, int64_t C) {
  constexpr int64_t Min = std::numeric_limits<int64_t>::min();
  constexpr int64_t Max = std::numeric_limits<int64_t>::max();
  switch (Op) {
  case CompareOp::EQ:
    if (Not == C)
      Hi = Min, Lo = Max;
    Lo = std::max(Lo, C);
    Hi = std::min(Hi, C);
    break;
  case CompareOp::NE:
    if (Lo == Hi && Lo == C)
      Hi = Min, Lo = Max;
    else if (Lo == C)
      ++Lo;
    else if (Hi == C)
      --Hi;
    else if (Lo < C && C < Hi)
      Not = C;
    break;
  case CompareOp::LT:
    if (C == Min)
      Hi = Min, Lo = Max;
    else
      Hi = std::min(Hi, C - 1);
    break;
  case CompareOp::LE:
    Hi = std::min(Hi, C);
    break;
  case CompareOp::GT:
    if (C == Max)
      Hi = Min, Lo = Max;
    else
      Lo = std::max(Lo, C + 1);
    break;
  case CompareOp::GE:
    Lo = std::max(Lo, C);
    break;
  }
  if (Not && Lo == *Not && Lo != Max)
    ++Lo;
  if (Not && Hi == *Not && Hi != Min)
    --Hi;
  if (Not && (*Not < Lo || *Not > Hi))
    Not.reset();
}

Range Range::hull(const Range &A, const Range &B) {
  Range R;
  R.Lo = std::min(A.Lo, B.Lo);
  R.Hi = std::max(A.Hi, B.Hi);
  auto Excludes = [](const Range &X, int64_t C) {
    return X.Not == C || C < X.Lo || C > X.Hi;
  };
  if (A.Not && Excludes(B, *A.Not))
    R.Not = A.Not;
  else if (B.Not && Excludes(A, *B.Not))
    R.Not = B.Not;
  // Two rays around one number: keep that number out, `x != 0` survives.
  else if (A.Hi < B.Lo && B.Lo - A.Hi == 2)
    R.Not = A.Hi + 1;
  else if (B.Hi < A.Lo && A.Lo - B.Hi == 2)
    R.Not = B.Hi + 1;
  return R;
}

std::optional<bool> Range::decide(CompareOp Op, int64_t C) const {
  Range Yes = *this, No = *this;
  Yes.narrow(Op, C);
  No.narrow(ir::negate(Op), C);
  if (Yes.isEmpty())
    return false;
  if (No.isEmpty())
    return true;
  return std::nullopt;
}

Range Range::widen(const Range &Old, const Range &New) {
  Range R;
  if (New.Lo >= Old.Lo)
    R.Lo = Old.Lo;
  if (New.Hi <= Old.Hi)
    R.Hi = Old.Hi;
  if (Old.Not && hull(Old, New).Not == Old.Not)
    R.Not = Old.Not;
  return R;
}

Range Range::negated() const {
  constexpr int64_t Min = std::numeric_limits<int64_t>::min();
  constexpr int64_t Max = std::numeric_limits<int64_t>::max();
  auto Negate = [](int64_t X) {
    return X == Max ? Min : X == Min ? Max : -X; // without end on either side
  };
  Range Result;
  Result.Lo = Negate(Hi);
  Result.Hi = Negate(Lo);
  if (Not && *Not != Min)
    Result.Not = -*Not;
  return Result;
}

Range Range::shifted(int64_t Delta) const {
  Range R = *this;
  const Range Full;
  // What would leave 64 bits says nothing any more.
  if (R.Lo == Full.Lo || llvm::AddOverflow(R.Lo, Delta, R.Lo))
    R.Lo = Full.Lo;
  if (R.Hi == Full.Hi || llvm::AddOverflow(R.Hi, Delta, R.Hi))
    R.Hi = Full.Hi;
  if (R.Not && llvm::AddOverflow(*R.Not, Delta, *R.Not))
    R.Not.reset();
  return R;
}
