//===- Expect.h - Findings against a program in the IR ----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines findingsMatch(): a program in the textual IR whose lines carry what is
// to be found there: `; finding: fd-leak fd`. A finding that no line expects
// fails, and so does an expectation that nothing meets.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TEST_UNIT_SOLVE_EXPECT_H
#define FDTIDY_TEST_UNIT_SOLVE_EXPECT_H

#include "solve/Options.h"
#include "llvm/ADT/StringRef.h"
#include <gtest/gtest.h>

namespace fdtidy::solve {

testing::AssertionResult findingsMatch(llvm::StringRef Text,
                                       const Options &Opts = Options());

} // namespace fdtidy::solve

#endif // FDTIDY_TEST_UNIT_SOLVE_EXPECT_H
