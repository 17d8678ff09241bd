//===- EncountersTest.cpp - Which numbers are worth following -------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ir/Parser.h"
#include "solve/Analysis.h"
#include "unit/solve/Expect.h"

using namespace fdtidy;
using namespace fdtidy::solve;

/// How often the only function of \p Text was run over; 0 if that is no program.
static unsigned runs(llvm::StringRef Text) {
  auto M = ir::parse(Text, "test.fdir");
  if (!M) {
    ADD_FAILURE() << llvm::toString(M.takeError());
    return 0;
  }
  Analysis A(*M, Options());
  A.run();
  return A.statistics().Runs;
}

TEST(Encounters, ANumberThatIsReleasedOnceIsNotFollowed) {
  EXPECT_EQ(1u, runs(R"fdir(
    func @f(%fd: int, %n: int) {
    b0:  use %fd by "read"
         br b1 if %n == 0, b2 if %n != 0
    b1:  release %fd by "close" raw
         return
    b2:  release %fd by "close" raw
         return
    })fdir"));
}

TEST(Encounters, ANumberThatIsMetAgainIsFollowed) {
  EXPECT_EQ(2u, runs(R"fdir(
    func @f(%fd: int, %n: int) {
    b0:  br b1 if %n == 0, b2 if %n != 0
    b1:  release %fd by "close" raw
         br b2
    b2:  use %fd by "read"
         return
    })fdir"));
}

TEST(Encounters, ALoopComesBackToItsRelease) {
  EXPECT_EQ(2u, runs(R"fdir(
    func @f(%fd: int) {
    b0:  br b1
    b1:  release %fd by "close" raw
         br b1, b2
    b2:  return
    })fdir"));
}

TEST(Encounters, ANewNumberInEachRoundIsNotTheLastOne) {
  EXPECT_EQ(1u, runs(R"fdir(
    func @next() -> int
    func @f() {
    b0:  br b1
    b1:  %fd = call @next()
         release %fd by "close" raw
         br b1, b2
    b2:  return
    })fdir"));
}

TEST(Encounters, ACopyIsThatNumber) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f(%fd: int, %other: int, %n: int) {
    b0:  release %fd by "close" raw
         br b1 if %n == 0, b2 if %n != 0
    b1:  %x = %fd
         br b3
    b2:  %x = %other
         br b3
    b3:  release %x by "close" raw ; finding: fd-double-close x
         return
    })fdir"));
}

TEST(Encounters, AStreamOverItClosesIt) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f(%fd: int) {
    b0:  %stream = transfer %fd to file by "fdopen" ok(%stream != 0)
         br b1 if %stream != 0, b2 if %stream == 0
    b1:  release %stream by "fclose" file
         release %fd by "close" raw ; finding: fd-double-close fd
         return
    b2:  return
    })fdir"));
}
