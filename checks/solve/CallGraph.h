//===- CallGraph.h - Who calls whom in a module -----------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines callees() and bottomUp(), the order in which a module is solved: each
// function after those that it calls, and functions that call each other together.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_CALLGRAPH_H
#define FDTIDY_SOLVE_CALLGRAPH_H

#include "ir/Module.h"
#include <vector>

namespace fdtidy::solve {

/// The call operator of the closure type \p R, if its body is there; else an
/// invalid id.
ir::FunctionID callOperator(const ir::Module &M, ir::RecordID R);

/// The functions with bodies that \p F calls or takes the address of, and the
/// bodies of closures that it makes; one may come more than once.
std::vector<ir::FunctionID> callees(const ir::Module &M,
                                    const ir::Function &F);

/// The strongly connected components of the functions with bodies, callees before
/// callers; sorted within a component (Tarjan 1972).
std::vector<std::vector<ir::FunctionID>> bottomUp(const ir::Module &M);

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_CALLGRAPH_H
