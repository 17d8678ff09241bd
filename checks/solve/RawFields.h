//===- RawFields.h - Fields that own without a destructor -------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines rawFields(): fields of which the ledger says that something acquires
// into them, in a class whose destructor does not release them.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_RAWFIELDS_H
#define FDTIDY_SOLVE_RAWFIELDS_H

#include "solve/Analysis.h"

namespace fdtidy::solve {

/// For fdstrict-raw-owner, with the function that acquires. Classes are left out
/// whose destructor is not in view.
std::vector<std::pair<ir::FunctionID, Finding>> rawFields(const ir::Module &M,
                                                          Analysis &A);

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_RAWFIELDS_H
