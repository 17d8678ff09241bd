//===- StrictTest.cpp - Rules that one asks for ---------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"

using namespace fdtidy::solve;

static Options with(bool Options::*Flag) {
  Options Opts;
  Opts.*Flag = true;
  return Opts;
}

TEST(RawOwner, ClosesThroughItsVariable) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @bad() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fdstrict-raw-owner fd
         br b1 if %fd >= 0, b2 if %fd < 0
    b1:  release %fd by "close" raw
         br b2
    b2:  return
    }
    func @parameter(%fd: int) {
    b0:  release %fd by "close" raw
         return
    }
    func @handsOn() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         escape %fd
         return
    })fdir",
                            with(&Options::RawOwners)));
}

TEST(RawOwner, FieldThatNoDestructorReleases) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    record @Bad {
      .fd int ; finding: fdstrict-raw-owner Bad::fd
    }
    record @Good {
      .fd int
    }
    func @fill(%b: pointer @Bad, %g: pointer @Good) {
    b0:  %t0 = acquire by "open" raw ok(%t0 >= 0)
         (*%b).fd = %t0
         endtemps
         %t1 = acquire by "open" raw ok(%t1 >= 0)
         (*%g).fd = %t1
         endtemps
         return
    }
    func @~Good(this: pointer @Good) dtor {
    b0:  release this.fd by "close" raw
         return
    })fdir",
                            with(&Options::RawOwners)));
}

TEST(SuggestContract, WhatEveryReturnKeeps) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @opens() -> int anchor ret {
    b0:  ret = acquire by "open" raw ok(ret >= 0)
         return ; finding: fdstrict-suggest-contract
    }
    func @says() -> int anchor ret says acquires ret ok(ret >= 0) {
    b0:  ret = acquire by "open" raw ok(ret >= 0)
         return
    }
    func @closes(%fd: int) anchor %fd { ; finding: fdstrict-suggest-contract fd
    b0:  br b1 if %fd >= 0, b2 if %fd < 0
    b1:  release %fd by "close" raw
         br b2
    b2:  return
    }
    func @closesSome(%fd: int, %n: int) anchor %fd {
    b0:  br b1 if %n == 0, b2 if %n != 0
    b1:  release %fd by "close" raw
         br b2
    b2:  return
    }
    func @isSeen(%fd: int) {
    b0:  release %fd by "close" raw
         return
    })fdir",
                            with(&Options::SuggestContracts)));
}

TEST(StandardStreams, AreHandlesWhereTheyAreTracked) {
  const char *Text = R"fdir(
    func @f() {
    b0:  release 1 by "close" raw
         %fd = acquire by "open" raw ok(%fd >= 0)MARK
         return
    })fdir";
  auto WithMark = [&](const char *Mark) {
    std::string All = Text;
    return All.replace(All.find("MARK"), 4, Mark);
  };
  Options Tracked;
  Tracked.Standard = StandardStreams::Tracked;
  EXPECT_TRUE(findingsMatch(WithMark("")));
  EXPECT_TRUE(findingsMatch(WithMark(" ; finding: fd-leak fd"), Tracked));
}
