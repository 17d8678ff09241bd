//===- Suggestions.h - Annotations that a body calls for --------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines suggestions(): the promises that a body keeps on every path and that
// no declaration makes.
//
//   promise     kept where
//   acquires    the result, or what a parameter points to, is acquired here and
//               has no other holder that outlives the call
//   releases    every return finds the parameter closed
//   takes       every return finds it in a field that the class releases
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_SUGGESTIONS_H
#define FDTIDY_SOLVE_SUGGESTIONS_H

#include "solve/Analysis.h"

namespace fdtidy::solve {

/// For fdstrict-suggest-contract: of \p F, whose anchors say what could be
/// annotated. Finding::EditAt is where the annotation goes, if the promise
/// is kept in just the outcomes that it is without a condition of its own.
std::vector<Finding> suggestions(const ir::Module &M, Analysis &A,
                                 ir::FunctionID F);

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_SUGGESTIONS_H
