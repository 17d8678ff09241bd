//===- ProcessEnd.h - Where the process is about to end ---------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines ProcessEnd. What is open when a process ends is no leak, so neither is
// what a scope leaves open on a straight way to exit(), or a function whose
// result its only callers hand to exit() or return from main, or that only a
// forked child calls before it ends.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_PROCESSEND_H
#define FDTIDY_SOLVE_PROCESSEND_H

#include "ir/Module.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include <vector>

namespace fdtidy::solve {

class ProcessEnd {
public:
  explicit ProcessEnd(const ir::Module &M) : M(M) {}

  /// Whether each way on from after fact \p After in block \p B of \p F ends
  /// the process, without a loop.
  bool follows(ir::FunctionID F, ir::BlockID B, ir::FactID After);
  /// Whether the process ends with what \p F returns, or is a forked child that
  /// soon ends. Else a void function is no such: its caller goes on.
  bool isLast(ir::FunctionID F);

private:
  struct Call {
    ir::FunctionID In;
    ir::BlockID B;
    ir::FactID At;
  };
  void collectCalls();
  bool endsWithResult(const Call &C);
  bool isOfChild(ir::FunctionID ID);
  bool endsInChild(const Call &C);
  bool endsAfter(const ir::Function &F, ir::BlockID B, size_t From,
                 bool MayReturn, llvm::DenseSet<ir::BlockID> &Path);

  const ir::Module &M;
  bool Collected = false, IsProgram = false;
  llvm::DenseMap<ir::FunctionID, std::vector<Call>> Calls;
  llvm::DenseMap<ir::FunctionID, bool> Last, OfChild;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_PROCESSEND_H
