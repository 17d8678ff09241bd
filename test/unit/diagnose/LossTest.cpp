//===- LossTest.cpp - The words for what is never released ----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/diagnose/Golden.h"

using fdtidy::diagnose::told;

TEST(Loss, AReturnWithItsWayThere) {
  EXPECT_EQ(told(R"fdir(
    func @f(%x: int) {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b4 if %fd < 0, b1 if %fd >= 0   !4:10
    b1:  br b2 if %x > 3, b3 if %x <= 3     !5:10
    b2:  return                             !6:10
    b3:  release %fd by "close" raw
         br b4
    b4:  return
    })fdir"),
            R"(
3: descriptor 'fd' is still open when the function returns [fd-leak]
  5: assuming 'x' > 3
  6: lost here: the function returns
)");
}

TEST(Loss, AResultThatHasNoNameIsThatOfItsCall) {
  EXPECT_EQ(told(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b5 if %fd < 0, b1 if %fd >= 0   !4:10
    b1:  %t0 = wait %fd by "read"           !5:10
         br b2 if %t0 != 1, b4 if %t0 == 1  !6:10
    b2:  use %fd by "epoll_ctl"             !7:10
         %t1 = ?                            !7:10
         br b3 if %t1 == 0, b4 if %t1 != 0  !9:10
    b3:  br b5 if %t1 == 0, b4 if %t1 != 0  !10:10
    b4:  release %fd by "close" raw
         br b5
    b5:  return
    })fdir"),
            R"(
3: descriptor 'fd' is still open when the function returns [fd-leak]
  6: assuming 'read' does not return 1
  9: assuming 'epoll_ctl' returns 0
  13: lost here: the function returns
)");
}

TEST(Loss, WhatACallDoesIsNotToldBesideTheTestOfItsResult) {
  EXPECT_EQ(told(R"fdir(
    func @f(%x: int) {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b5 if %fd < 0, b1 if %fd >= 0   !4:10
    b1:  use %fd by "epoll_ctl"             !7:10
         %r = ?                             !7:10
         br b2 if %r != -1 !7:10, b2 if %r == -1 !7:10
    b2:  br b3 if %x > 3, b4 if %x <= 3     !8:10
    b3:  br b5 if %r < 0, b4 if %r >= 0     !9:10
    b4:  release %fd by "close" raw
         br b5
    b5:  return
    })fdir"),
            R"(
3: descriptor 'fd' is still open when the function returns [fd-leak]
  8: assuming 'x' > 3
  9: assuming 'r' < 0
  12: lost here: the function returns
)");
}

TEST(Loss, FurtherExits) {
  EXPECT_EQ(told(R"fdir(
    func @f(%x: int) {
    b0:  %fd = acquire by "socket" raw ok(%fd >= 0)
         br b3 if %x < 0, b1 if %x == 0, b2 if %x > 0
    b1:  return
    b2:  return
    b3:  return
    })fdir"),
            R"(
3: descriptor 'fd' is still open when the function returns [fd-leak]
  4: assuming 'x' > 0
  6: lost here: the function returns
  5: also lost here
  7: also lost here
)");
}

TEST(Loss, BothEndsOfAPipeInOneReport) {
  EXPECT_EQ(told(R"fdir(
    func @f() {
      var %p: array
    b0:  %r = acquire by "pipe" raw ok(%r == 0) -> %p[0] read, %p[1] write
         return
    })fdir"),
            R"(
4: both ends of the pipe, 'p[0]' and 'p[1]', are still open when the function returns [fd-leak]
  5: lost here: the function returns
)");
}

TEST(Loss, OneEndOfAPipe) {
  EXPECT_EQ(told(R"fdir(
    func @f() {
      var %p: array
    b0:  %r = acquire by "pipe" raw ok(%r == 0) -> %p[0] read, %p[1] write
         br b2 if %r < 0, b1 if %r >= 0
    b1:  release %p[0] by "close" raw
         br b2
    b2:  return
    })fdir"),
            R"(
4: write end 'p[1]' of the pipe is still open when the function returns [fd-leak]
  8: lost here: the function returns
)");
}

TEST(Loss, BothSockets) {
  EXPECT_EQ(told(R"fdir(
    func @f() {
      var %p: array
    b0:  %r = acquire by "socketpair" raw ok(%r == 0) -> %p[0], %p[1]
         return
    })fdir"),
            R"(
4: descriptors 'p[0]' and 'p[1]' are still open when the function returns [fd-leak]
  5: lost here: the function returns
)");
}

TEST(Loss, StreamsByTheirKind) {
  EXPECT_EQ(told(R"fdir(
    func @f() {
    b0:  %f = acquire by "fopen" file ok(%f != 0)
         return
    }
    func @g() {
    b0:  %d = acquire by "opendir" dir ok(%d != 0)
         return
    }
    func @h() {
    b0:  %p = acquire by "popen" popen ok(%p != 0)
         return
    })fdir"),
            R"(
3: stream 'f' is still open when the function returns [fd-leak]
  4: lost here: the function returns
7: directory stream 'd' is still open when the function returns [fd-leak]
  8: lost here: the function returns
11: stream 'p' is still open when the function returns [fd-leak]
  12: lost here: the function returns
)");
}

TEST(Loss, AnException) {
  EXPECT_EQ(told(R"fdir(
    func @f(%x: int) {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b2 if %fd < 0, b1 if %fd >= 0
    b1:  call @g()
         release %fd by "close" raw
         return
    b2:  return
    }
    func @g() {
    b0:  throw "std::runtime_error"
         unreachable
    })fdir"),
            R"(
3: descriptor 'fd' is still open when an exception leaves the function [fd-leak-on-throw]
  5: lost here: an exception leaves the function
)");
}

TEST(Loss, Overwritten) {
  EXPECT_EQ(told(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b2 if %fd < 0, b1 if %fd >= 0
    b1:  %t0 = acquire by "dup" raw ok(%t0 >= 0)
         %fd = %t0
         endtemps
         release %fd by "close" raw
         return
    b2:  return
    })fdir"),
            R"(
6: descriptor 'fd' is overwritten while still open [fd-overwrite]
  3: opened here by 'open'
)");
}

TEST(Loss, NeverKept) {
  EXPECT_EQ(told(R"fdir(
    func @f() {
    b0:  %t0 = acquire by "dup" raw ok(%t0 >= 0)
         endtemps
         return
    })fdir"),
            R"(
3: the descriptor that 'dup' returns is never kept [fd-discarded]
)");
}

TEST(Loss, ALoopIsToldOnce) {
  EXPECT_EQ(told(R"fdir(
    func @f(%n: int) {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b1
    b1:  %n = ?
         br b2 if %n == 0, b3 if %n != 0
    b2:  br b1
    b3:  return
    })fdir"),
            R"(
3: descriptor 'fd' is still open when the function returns [fd-leak]
  6: assuming 'n' != 0
  8: lost here: the function returns
)");
}

TEST(Loss, AWrapperAcquires) {
  EXPECT_EQ(told(R"fdir(
    func @xopen() -> int {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         ret = %fd
         return
    }
    func @bad() {
    b0:  %fd = call @xopen()
         return
    })fdir"),
            R"(
8: descriptor 'fd' is still open when the function returns [fd-leak]
  3: opened here by 'open'
  9: lost here: the function returns
)");
}

TEST(Loss, OverwrittenInALoop) {
  EXPECT_EQ(told(R"fdir(
    func @f(%n: int) {
    b0:  br b1
    b1:  br b2 if %n > 0, b3 if %n <= 0
    b2:  %fd = acquire by "open" raw ok(%fd >= 0)
         %n = ?
         br b1
    b3:  release %fd by "close" raw
         return
    })fdir"),
            R"(
5: descriptor 'fd' is overwritten while still open [fd-overwrite]
  5: opened here by 'open', in an earlier round of the loop
  4: assuming 'n' > 0
)");
}
