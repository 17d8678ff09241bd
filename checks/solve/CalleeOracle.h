//===- CalleeOracle.h - What a run asks of its callees ----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines CalleeOracle: what a run needs of the rest of the module, which is solved
// as somebody asks.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_CALLEEORACLE_H
#define FDTIDY_SOLVE_CALLEEORACLE_H

#include "solve/ProcessEnd.h"
#include "solve/Summary.h"

namespace fdtidy::solve {

class CalleeOracle {
public:
  virtual ~CalleeOracle();
  /// The summary of \p F, or null if its body is not in view.
  virtual const Summary *summary(ir::FunctionID F) = 0;
  /// Solves entry group \p Entry of \p F's summary if that is still to do.
  virtual void complete(ir::FunctionID F, unsigned Entry) = 0;
  /// Whether the body of closure \p R, which returns, only reads what it has
  /// captured as \p Field: whoever keeps the closure does not release it.
  virtual bool onlyReads(ir::RecordID R, ir::StringID Field) = 0;
  /// Whether the unseen callee of \p Call of \p F, \p Callee if it is known,
  /// only borrows an argument.
  virtual bool borrows(const ir::Function &F, const ir::Fact &Call,
                       ir::FunctionID Callee, unsigned Argument) = 0;
  virtual ProcessEnd &processEnd() = 0;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_CALLEEORACLE_H
