//===- ArrayTest.cpp - Handles in arrays ----------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"

using namespace fdtidy::solve;

TEST(Array, LoopOverAllReleases) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @good(%n: int) {
      var %fds: array
    b0:  %i = 0
         br b1
    b1:  br b2 if %i < %n, b3 if %i >= %n
    b2:  %t0 = acquire by "open" raw ok(%t0 >= 0)
         %fds[%i] = %t0
         endtemps
         %i = %i + 1
         br b1
    b3:  %j = 0
         br b4
    b4:  br b5 if %j < %n, b6 if %j >= %n
    b5:  release %fds[%j] by "close" raw
         %j = %j + 1
         br b4
    b6:  return
    })fdir"));
}

TEST(Array, EarlyReturnLosesTheFirstOnes) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @bad(%n: int) {
      var %fds: array
    b0:  %i = ?
         br b1
    b1:  br b2 if %i < %n, b4 if %i >= %n
    b2:  %t0 = acquire by "open" raw ok(%t0 >= 0) ; finding: fd-leak fds[...]
         %fds[%i] = %t0
         br b3 if %t0 < 0, b5 if %t0 >= 0
    b3:  return
    b4:  escape &%fds
         return
    b5:  endtemps
         %i = ?
         br b1
    })fdir"));
}

TEST(Array, BothEndsByCountedLoop) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @good() {
      var %p: array
    b0:  %r = acquire by "pipe" raw ok(%r == 0) -> %p[0] read, %p[1] write
         br b1 if %r == 0, b5 if %r != 0
    b1:  %i = 0
         br b2
    b2:  br b3 if %i < 2, b4 if %i >= 2
    b3:  release %p[%i] by "close" raw
         %i = %i + 1
         br b2
    b4:  return
    b5:  return
    })fdir"));
}

// The index that a caller passes tells the elements apart.
TEST(Array, ElementByACalleesIndex) {
  const char *At = R"fdir(
    func @at(this: pointer, %i: int) -> pointer {
      var this.m: array
    b0:  ret = &this.m[%i]
         return
    }
    func @closes(%e: pointer) {
    b0:  release *%e by "close" raw
         return
    })fdir";
  EXPECT_TRUE(findingsMatch(std::string(At) + R"fdir(
    func @f() {
      var %p: record
      var %p.m: array
    b0:  %r = acquire by "pipe" raw ok(%r == 0) -> %p.m[0] read, %p.m[1] write
         br b1 if %r == 0, b2 if %r != 0
    b1:  %t0 = call @at(&%p, 1)
         call @closes(%t0)
         %t1 = call @at(&%p, 0)
         call @closes(%t1)
         return
    b2:  return
    })fdir"));
  EXPECT_TRUE(findingsMatch(std::string(At) + R"fdir(
    func @f() {
      var %p: record
      var %p.m: array
    b0:  %r = acquire by "pipe" raw ok(%r == 0) -> %p.m[0] read, %p.m[1] write ; finding: fd-leak p.m[0]
         br b1 if %r == 0, b2 if %r != 0
    b1:  %t0 = call @at(&%p, 1)
         call @closes(%t0)
         return
    b2:  return
    })fdir"));
}
