//===- BudgetTest.cpp - What a long function costs ------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"

using namespace fdtidy;
using namespace fdtidy::solve;

TEST(Budget, OutcomesOfCallsBeforeAnAcquisitionDoNotMultiply) {
  std::string Text = R"fdir(
    func @even(%n) -> int {
    b0:  br b1 if %n == 0, b2 if %n != 0
    b1:  ret = 1
         return
    b2:  ret = 0
         return
    }
    func @f(%n) {
    b0:)fdir";
  for (int Call = 0; Call != 16; ++Call)
    Text += "  %r" + std::to_string(Call) + " = call @even($g" +
            std::to_string(Call) + ")\n       ";
  EXPECT_TRUE(findingsMatch(Text + R"fdir(
         %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         return
    })fdir"));
}
