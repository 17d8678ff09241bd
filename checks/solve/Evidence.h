//===- Evidence.h - Who borrows, by how they are called ---------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Evidence: an argument of an unseen function is a borrow if some caller
// in this module releases the handle by a known closer on every path after the
// call, whatever the call's result. Returning or storing it proves nothing.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_EVIDENCE_H
#define FDTIDY_SOLVE_EVIDENCE_H

#include "ir/Module.h"
#include <set>

namespace fdtidy::solve {

class Evidence {
public:
  explicit Evidence(const ir::Module &M);
  bool borrows(ir::FunctionID Callee, unsigned Argument) const {
    return Borrowed.count({Callee, Argument});
  }

private:
  void learn(const ir::Function &F);

  const ir::Module &M;
  std::set<std::pair<ir::FunctionID, unsigned>> Borrowed;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_EVIDENCE_H
