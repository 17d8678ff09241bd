//===- Evidence.h - Who borrows, by how they are called ---------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Evidence: an argument of an unseen function is a borrow if some caller
// in this module shows that the handle is still its own after the call.
//
//   - It releases the handle by a known closer on every path after the call,
//     whatever the call's result.
//   - Where the call did not fail, it may release it, and it releases it or gives
//     it on unless it gives up itself. Who had handed it over would not close it
//     then; an error path that closes nothing is the defect, not the proof.
//
// Returning or storing it afterwards proves nothing (a pool's client does that).
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_EVIDENCE_H
#define FDTIDY_SOLVE_EVIDENCE_H

#include "solve/Closers.h"
#include <set>

namespace fdtidy::solve {

class Evidence {
public:
  explicit Evidence(const ir::Module &M);
  bool borrows(ir::FunctionID Callee, unsigned Argument) const {
    return Borrowed.count({Callee, Argument});
  }

private:
  bool isUnseen(const ir::Fact &Call) const;
  void learn(const ir::Function &F, const Closers &Known);

  const ir::Module &M;
  std::set<std::pair<ir::FunctionID, unsigned>> Borrowed;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_EVIDENCE_H
