//===- ContractJudge.h - Whether a body keeps its annotations ---*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines ContractJudge: holds the promises of a function against what its body
// does to a handle that comes in or goes out. Only what a path surely does
// counts: a handle that goes out of sight may well be treated as promised.
//
//   promise          broken where, while the promise's condition surely holds,
//   releases         the handle is lost, or open at a return
//   takes            the same, and nothing that outlives the call has it; or
//                    where the condition surely does not hold, it is closed
//   uses, borrows    it is closed; or kept by what will release it
//   acquires         the result belongs to something that has it still, or the
//                    out-parameter is not written
//   lends            the result is acquired here and in no other hands
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_CONTRACTJUDGE_H
#define FDTIDY_SOLVE_CONTRACTJUDGE_H

#include "solve/Analysis.h"

namespace fdtidy::solve {

class ContractJudge {
public:
  ContractJudge(const ir::Module &M, Analysis &A) : M(M), A(A) {}

  /// What is wrong with the contract of \p F.
  std::vector<Finding> judge(ir::FunctionID F);

private:
  void judgeIncoming(const ir::Promise &P);
  void judgeOutgoing(const ir::Promise &P);
  void judgeViews(const ir::Promise &P);
  void report(const ir::Promise &P, Breach How, ir::LocID At,
              std::vector<Step> Path, const std::string &Name);
  bool releasesField(const Memory &Mem, LocationID L);

  const ir::Module &M;
  Analysis &A;
  ir::FunctionID Self;
  std::vector<Finding> Found;
};

/// Makes the outcomes of \p G, a number that comes in, what the contract of its
/// function says: for callers an annotation comes before the body.
void keepPromises(Memory &Mem, EntryGroup &G);

/// Where the body of \p F, not some declaration, names the parameter or result
/// that \p P is in.
ir::LocID whereNamed(const ir::Function &F, ir::PlaceID P);

/// The number that \p P speaks of, as the function finds it; invalid if it
/// speaks of none.
SymbolID promisedNumber(Memory &Mem, const ir::Promise &P);

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_CONTRACTJUDGE_H
