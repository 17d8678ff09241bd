//===- Inheritances.h - What programs get that are started ------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines inheritances(): of one acquisition, what is open in a program that was
// started, as findings: one a handle, and one for both ends of a pipe that the
// same program gets.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_INHERITANCES_H
#define FDTIDY_SOLVE_INHERITANCES_H

#include "solve/Run.h"

namespace fdtidy::solve {

/// Appends to \p Into what \p R, the run over one acquisition, let be inherited.
void inheritances(const Run &R, std::vector<Finding> &Into);

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_INHERITANCES_H
