//===- Golden.h - A program in the IR and what is said of it ----*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines told(): every diagnostic on a program in the textual IR, as the driver
// prints it but for the file: `4: message [check]`, then `  5: note`.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TEST_UNIT_DIAGNOSE_GOLDEN_H
#define FDTIDY_TEST_UNIT_DIAGNOSE_GOLDEN_H

#include "ir/Module.h"
#include "solve/Finding.h"
#include "solve/Options.h"
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace fdtidy::diagnose {

/// What \p Findings of \p M read like.
std::string told(const ir::Module &M, std::vector<solve::Finding> Findings,
                 solve::Confidence Least = solve::Confidence::Definite);
/// What the solver's findings in \p Text read like.
std::string told(llvm::StringRef Text,
                 const solve::Options &Opts = solve::Options());

} // namespace fdtidy::diagnose

#endif // FDTIDY_TEST_UNIT_DIAGNOSE_GOLDEN_H
