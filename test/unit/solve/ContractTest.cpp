//===- ContractTest.cpp - Bodies against their annotations ----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"

using namespace fdtidy::solve;

TEST(Contract, ReleasesOnEveryPath) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @good(%fd: int) says releases %fd {
    b0:  br b1 if %fd >= 0, b2 if %fd < 0
    b1:  release %fd by "close" raw
         br b2
    b2:  return
    }
    func @bad(%fd: int, %early: bool) says releases %fd { ; finding: fd-contract fd
    b0:  br b2 if %early != 0, b1 if %early == 0
    b1:  release %fd by "close" raw
         br b2
    b2:  return
    }
    func @unseen(%fd: int) says releases %fd {
    b0:  escape %fd
         return
    })fdir"));
}

TEST(Contract, OnlyInTheOutcomeThatItIsSaidOf) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @good(%fd: int, %n: int) -> int says releases %fd ok(ret == 0) {
    b0:  br b1 if %n < 0, b2 if %n >= 0
    b1:  ret = -1
         return
    b2:  release %fd by "close" raw
         ret = 0
         return
    }
    func @bad(%fd: int, %n: int) -> int says releases %fd ok(ret == 0) { ; finding: fd-contract fd
    b0:  ret = 0
         return
    }
    func @whoknows(%fd: int) -> int says releases %fd ok(ret == 0) {
    b0:  ret = ?
         return
    })fdir"));
}

TEST(Contract, WhatIsTakenIsKeptOrReleased) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @keeps(%fd: int) says takes %fd {
    b0:  $kept = %fd
         return
    }
    func @loses(%fd: int) says takes %fd { ; finding: fd-contract fd
    b0:  use %fd by "read"
         return
    }
    func @closesWhereItFails(%fd: int) -> int says takes %fd ok(ret == 0) {
    b0:  release %fd by "close" raw ; finding: fd-contract fd
         ret = -1
         return
    })fdir"));
}

TEST(Contract, CallersAreToldWhatTheAnnotationSays) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @reads(%fd: int) says uses %fd {
    b0:  release %fd by "close" raw ; finding: fd-contract fd
         return
    }
    func @handsOn(%fd: int) says releases %fd {
    b0:  escape %fd
         return
    }
    func @good() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b1 if %fd >= 0, b2 if %fd < 0
    b1:  call @reads(%fd)
         release %fd by "close" raw
         br b2
    b2:  return
    }
    func @bad() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b1 if %fd >= 0, b2 if %fd < 0
    b1:  call @handsOn(%fd)
         use %fd by "read" ; finding: fd-use-after-close fd
         br b2
    b2:  return
    })fdir"));
}

TEST(Contract, AResultThatIsLentHasAnotherOwner) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @cached() -> int says lends ret {
    b0:  %t0 = acquire by "open" raw ok(%t0 >= 0)
         $kept = %t0
         ret = $kept
         endtemps
         return
    }
    func @fresh() -> int says lends ret {
    b0:  %t0 = acquire by "open" raw ok(%t0 >= 0) ; finding: fd-contract
         ret = %t0
         endtemps
         return
    })fdir"));
}

TEST(Contract, AnOutParameterIsSetWhereItSucceeds) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @good(%p: pointer, %n: int) -> int says acquires *%p ok(ret == 0) {
    b0:  %t0 = acquire by "open" raw ok(%t0 >= 0)
         *%p = %t0
         br b1 if *%p < 0, b2 if *%p >= 0
    b1:  ret = -1
         return
    b2:  ret = 0
         return
    }
    func @bad(%p: pointer) -> int says acquires *%p ok(ret == 0) { ; finding: fd-contract
    b0:  ret = 0
         return
    })fdir"));
}
