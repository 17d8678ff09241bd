//===- QuestionTest.cpp - Calls that are made twice for one answer --------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"

using namespace fdtidy::solve;

TEST(Question, WhatWasToldIsToldAgain) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @lends() c borrows
    func @asked(%o: pointer) {
    b0:  %t0 = call @lends(%o)
         br b1 if %t0 != 0, b2 if %t0 == 0
    b1:  endtemps
         %fd = 0
         br b3
    b2:  endtemps
         %fd = acquire by "open" raw ok(%fd >= 0)
         br b3
    b3:  %t1 = call @lends(%o)
         br b5 if %t1 != 0, b4 if %t1 == 0
    b4:  endtemps
         release %fd by "close" raw
         br b5
    b5:  return
    }
    func @ofAnother(%o: pointer, %p: pointer) {
    b0:  %t0 = call @lends(%o)
         br b1 if %t0 != 0, b2 if %t0 == 0
    b1:  endtemps
         %fd = 0
         br b3
    b2:  endtemps
         %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b3
    b3:  %t1 = call @lends(%p)
         br b5 if %t1 != 0, b4 if %t1 == 0
    b4:  endtemps
         release %fd by "close" raw
         br b5
    b5:  return
    })fdir"));
}

// A reader is asked again because one answer alone went on to here.
TEST(Question, AReaderIsNoQuestion) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @more() c borrows
    func @read(%o: pointer) {
    b0:  %t0 = call @more(%o)
         br b1 if %t0 != 0, b4 if %t0 == 0
    b1:  endtemps
         %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b2 if %fd >= 0, b4 if %fd < 0
    b2:  %t1 = call @more(%o)
         br b3 if %t1 != 0, b4 if %t1 == 0
    b3:  endtemps
         release %fd by "close" raw
         br b4
    b4:  return
    })fdir"));
}

TEST(Question, AWriteInBetweenChangesTheAnswer) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @lends() c borrows
    func @changed(%o: pointer) {
    b0:  %t0 = call @lends(%o)
         br b1 if %t0 != 0, b2 if %t0 == 0
    b1:  endtemps
         %fd = 0
         br b3
    b2:  endtemps
         %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b3
    b3:  (*%o).own = 1
         %t1 = call @lends(%o)
         br b5 if %t1 != 0, b4 if %t1 == 0
    b4:  endtemps
         release %fd by "close" raw
         br b5
    b5:  return
    }
    func @next(%o: pointer) {
    b0:  %t0 = call @lends(%o)
         br b1 if %t0 != 0, b2 if %t0 == 0
    b1:  endtemps
         %fd = 0
         br b3
    b2:  endtemps
         %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b3
    b3:  %o = (*%o).next
         %t1 = call @lends(%o)
         br b5 if %t1 != 0, b4 if %t1 == 0
    b4:  endtemps
         release %fd by "close" raw
         br b5
    b5:  return
    })fdir"));
}

// A number is told again only by who cannot tell another.
TEST(Question, OnlyAPureFunctionRepeatsANumber) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @strlen() c borrows pure
    func @count() c borrows
    func @pure(%o: pointer) {
    b0:  %t0 = call @strlen(%o)
         br b1 if %t0 != 1, b2 if %t0 == 1
    b1:  endtemps
         %fd = 0
         br b3
    b2:  endtemps
         %fd = acquire by "open" raw ok(%fd >= 0)
         br b3
    b3:  %t1 = call @strlen(%o)
         br b5 if %t1 != 1, b4 if %t1 == 1
    b4:  endtemps
         release %fd by "close" raw
         br b5
    b5:  return
    }
    func @impure(%o: pointer) {
    b0:  %t0 = call @count(%o)
         br b1 if %t0 != 1, b2 if %t0 == 1
    b1:  endtemps
         %fd = 0
         br b3
    b2:  endtemps
         %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b3
    b3:  %t1 = call @count(%o)
         br b5 if %t1 != 1, b4 if %t1 == 1
    b4:  endtemps
         release %fd by "close" raw
         br b5
    b5:  return
    })fdir"));
}

TEST(Question, APredicateAsksForItsCallers) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @strcmp() c borrows pure
    func @isStd(%p: pointer) internal c -> int {
    b0:  %t0 = call @strcmp(%p, &$"-")
         ret = %t0 == 0
         return
    }
    func @isPlus(%p: pointer) internal c -> int {
    b0:  %t0 = call @strcmp(%p, &$"+")
         ret = %t0 == 0
         return
    }
    func @same(%p: pointer) {
    b0:  %t0 = call @isStd(%p)
         br b1 if %t0 != 0, b2 if %t0 == 0
    b1:  %fd = 0
         br b3
    b2:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b3
    b3:  endtemps
         %t1 = call @isStd(%p)
         br b5 if %t1 != 0, b4 if %t1 == 0
    b4:  release %fd by "close" raw
         br b5
    b5:  return
    }
    func @another(%p: pointer) {
    b0:  %t0 = call @isStd(%p)
         br b1 if %t0 != 0, b2 if %t0 == 0
    b1:  %fd = 0
         br b3
    b2:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b3
    b3:  endtemps
         %t1 = call @isPlus(%p)
         br b5 if %t1 != 0, b4 if %t1 == 0
    b4:  release %fd by "close" raw
         br b5
    b5:  return
    })fdir"));
}

// Each round of a loop asks anew.
TEST(Question, ALoopAsksAnew) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @lends() c borrows
    func @more() c borrows
    func @rounds(%o: pointer, %n: int) {
    b0:  %fd = -1
         br b1
    b1:  %t0 = call @lends(%o)
         br b2 if %t0 != 0, b3 if %t0 == 0
    b2:  endtemps
         br b4
    b3:  endtemps
         release %fd by "close" raw
         %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b4
    b4:  %n = ?
         br b1 if %n > 0, b5 if %n <= 0
    b5:  %t1 = call @lends(%o)
         br b7 if %t1 != 0, b6 if %t1 == 0
    b6:  endtemps
         release %fd by "close" raw
         br b7
    b7:  return
    })fdir"));
}
