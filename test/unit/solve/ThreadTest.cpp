//===- ThreadTest.cpp - What new threads are given ------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"

using namespace fdtidy::solve;

TEST(Thread, OneThatOnlyReadsBorrows) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         call @body(%fd) thread
         return
    }
    func @body(%n: int) {
    b0:  use %n by "read"
         return
    })fdir"));
}

TEST(Thread, OneThatClosesTakesOver) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         call @body(%fd) thread
         return
    }
    func @body(%n: int) {
    b0:  use %n by "read"
         release %n by "close" raw
         return
    })fdir"));
}

TEST(Thread, OneThatClosesOnSomePathsLeavesItOnTheOthers) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         call @body(%fd) thread
         return
    }
    func @body(%n: int) {
    b0:  %r = wait %n by "read"
         br b1 if %r < 0, b2 if %r >= 0
    b1:  return
    b2:  release %n by "close" raw
         return
    })fdir"));
}

TEST(Thread, WhatItDoesOnAPathThatIsNotTakenIsNothing) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         call @body(%fd, 1) thread
         return
    }
    func @body(%n: int, %owns: int) {
    b0:  br b1 if %owns == 0, b2 if %owns != 0
    b1:  return
    b2:  release %n by "close" raw
         return
    })fdir"));
}

TEST(Thread, OneThatClosesOrHandsOnHasIt) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         call @body(%fd) thread
         return
    }
    func @body(%n: int) {
    b0:  %r = wait %n by "read"
         br b1 if %r < 0, b2 if %r >= 0
    b1:  $table = %n
         return
    b2:  release %n by "close" raw
         return
    })fdir"));
}

// Who closes what a thread may close too is nobody to judge.
TEST(Thread, OneThatMayCloseIsNoDoubleClose) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         call @body(%fd) thread
         release %fd by "close" raw
         return
    }
    func @body(%n: int) {
    b0:  %r = wait %n by "read"
         br b1 if %r < 0, b2 if %r >= 0
    b1:  return
    b2:  release %n by "close" raw
         return
    })fdir"));
}

TEST(Thread, OneThatNeverEndsHoldsIt) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         call @body(%fd) thread
         return
    }
    func @body(%n: int) {
    b0:  br b1
    b1:  use %n by "read"
         br b1
    })fdir"));
}

TEST(Thread, OneThatHandsItOnKeepsIt) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         call @body(%fd) thread
         return
    }
    func @body(%n: int) {
    b0:  call @adopt(%n)
         return
    }
    func @adopt(%n: int))fdir"));
}

TEST(Thread, OneThatStoresItKeepsIt) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         call @body(%fd) thread
         return
    }
    func @body(%n: int) {
    b0:  $table = %n
         return
    })fdir"));
}

TEST(Thread, ARecordThatItFreesIsGone) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %c = alloc by "malloc"
         (*%c).fd = acquire by "accept" raw ok((*%c).fd >= 0) ; finding: fd-leak c->fd
         call @body(%c) thread
         return
    }
    func @body(%p: pointer) {
    b0:  use (*%p).fd by "read"
         free %p
         return
    })fdir"));
}

TEST(Thread, ARecordThatItFreesAfterClosing) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %c = alloc by "malloc"
         (*%c).fd = acquire by "accept" raw ok((*%c).fd >= 0)
         call @body(%c) thread
         return
    }
    func @body(%p: pointer) {
    b0:  release (*%p).fd by "close" raw
         free %p
         return
    })fdir"));
}

// What a thread does is done at no time in particular.
TEST(Thread, ItsClosingIsNoDoubleClose) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         call @body(%fd) thread
         use %fd by "shutdown"
         return
    }
    func @body(%n: int) {
    b0:  release %n by "close" raw
         return
    })fdir"));
}
