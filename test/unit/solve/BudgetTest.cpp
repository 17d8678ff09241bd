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

// Each of the records that a function has made and let go is one more location
// that it wrote, and callers do without a function that writes too many.
TEST(Budget, RecordsThatNothingPointsToAreForgotten) {
  std::string Work;
  for (int Record = 0; Record != 150; ++Record)
    Work += "  %p = call @make()\n      (*%p).count = 1\n    ";
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @make() -> pointer
    func @work(%fd) {
      var %p: pointer
    b0:)fdir" + Work + R"fdir(  release %fd by "close" raw
         return
    }
    func @f(%fd) {
    b0:  call @work(%fd)
         release %fd by "close" raw ; finding: fd-double-close fd
         return
    })fdir"));
}

TEST(Budget, ARecordIsKnownWhileAPointerLeadsToIt) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @make() -> pointer
    func @f(%list: pointer) {
      var %p: pointer
      var %q: pointer
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b1 if %fd < 0, b2 if %fd >= 0
    b1:  return
    b2:  %p = call @make()
         (*%p).count = 1
         (*%list).first = %p
         %p = 0
         br b3
    b3:  %q = (*%list).first
         br b4 if (*%q).count == 1, b5 if (*%q).count != 1
    b4:  release %fd by "close" raw
         return
    b5:  return
    })fdir"));
}
