//===- ProbeTest.cpp - Whether a number is open, asked of the kernel ------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"

using namespace fdtidy::solve;

// fcntl(2, F_GETFD) fails: 2 is free, and the next acquisition takes it.
TEST(Probe, AFreeStandardNumberIsTaken) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @filled() {
    b0:  %t0 = probe 2 by "fcntl" ok(%t0 >= 0)
         br b2 if %t0 >= 0, b1 if %t0 < 0
    b1:  endtemps
         %fd = acquire by "open" raw ok(%fd >= 0)
         br b2
    b2:  return
    }
    func @taken() {
    b0:  %t0 = probe 2 by "fcntl" ok(%t0 >= 0)
         br b2 if %t0 < 0, b1 if %t0 >= 0
    b1:  endtemps
         %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b2
    b2:  return
    }
    func @another() {
    b0:  %t0 = probe 7 by "fcntl" ok(%t0 >= 0)
         br b2 if %t0 >= 0, b1 if %t0 < 0
    b1:  endtemps
         %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b2
    b2:  return
    })fdir"));
}

TEST(Probe, IsNoUseAndAnOpenOneAnswers) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @asked() {
    b0:  %fd = acquire by "open" raw
         %t0 = probe %fd by "fcntl" ok(%t0 >= 0)
         br b1 if %t0 < 0, b2 if %t0 >= 0
    b1:  return
    b2:  endtemps
         release %fd by "close" raw
         %t1 = probe %fd by "fcntl" ok(%t1 >= 0)
         endtemps
         return
    })fdir"));
}
