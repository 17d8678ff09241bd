//===- LeakTest.cpp - What is never released ------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"

using namespace fdtidy::solve;

TEST(Leak, ReturnWithoutRelease) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b2 if %fd < 0, b1 if %fd >= 0
    b1:  use %fd by "read"
         return
    b2:  return
    })fdir"));
}

TEST(Leak, ReleasedOnEveryPath) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b2 if %fd == -1, b1 if %fd != -1
    b1:  release %fd by "close" raw
         return
    b2:  return
    })fdir"));
}

TEST(Leak, FlagSaysWhetherItIsOpen) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f(%want: bool) {
    b0:  %fd = -1
         br b1 if %want != 0, b2 if %want == 0
    b1:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b2
    b2:  call @log()
         br b3 if %want != 0, b4 if %want == 0
    b3:  release %fd by "close" raw
         br b4
    b4:  return
    }
    func @log())fdir"));
}

TEST(Leak, TheOtherFlagDoesNot) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f(%want: bool, %other: bool) {
    b0:  br b1 if %want != 0, b3 if %want == 0
    b1:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b2 if %other != 0, b3 if %other == 0
    b2:  release %fd by "close" raw
         br b3
    b3:  return
    })fdir"));
}

TEST(Leak, SecondPipeFails) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f(%out: pointer) {
      var %p: array
      var %q: array
    b0:  %r = acquire by "pipe" raw ok(%r == 0) -> %p[0] read, %p[1] write ; finding: fd-leak p[0] p[1]
         br b4 if %r < 0, b1 if %r >= 0
    b1:  %s = acquire by "pipe" raw ok(%s == 0) -> %q[0] read, %q[1] write
         br b3 if %s < 0, b2 if %s >= 0
    b2:  release %p[0] by "close" raw
         release %p[1] by "close" raw
         release %q[0] by "close" raw
         release %q[1] by "close" raw
         br b4
    b3:  return
    b4:  return
    })fdir"));
}

TEST(Leak, OverwrittenInALoop) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f(%n: int) {
    b0:  %fd = -1
         br b1
    b1:  br b2 if %n > 0, b3 if %n <= 0
    b2:  %t0 = acquire by "open" raw ok(%t0 >= 0)
         %fd = %t0            ; finding: fd-overwrite fd
         endtemps
         %n = ?
         br b1
    b3:  release %fd by "close" raw
         return
    })fdir"));
}

TEST(Leak, TemporaryIsNeverKept) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %t0 = acquire by "dup" raw ok(%t0 >= 0) ; finding: fd-discarded
         endtemps
         return
    })fdir"));
}

TEST(Leak, StoredInAnObjectOfTheCaller) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f(%c: pointer) {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         *%c.out = %fd
         return
    })fdir"));
}

TEST(Leak, HelperReleases) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @safe_close(%p: pointer) {
    b0:  br b1 if *%p >= 0, b2 if *%p < 0
    b1:  release *%p by "close" raw
         *%p = -1
         br b2
    b2:  return
    }
    func @good() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         call @safe_close(&%fd)
         return
    }
    func @bad(%x: int) {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b1 if %x == 0, b2 if %x != 0
    b1:  call @safe_close(&%fd)
         return
    b2:  return
    })fdir"));
}

TEST(Leak, WrapperAcquires) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @xopen() -> int {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b1 if %fd < 0, b2 if %fd >= 0
    b1:  exit
         unreachable
    b2:  ret = %fd
         return
    }
    func @bad() {
    b0:  %fd = call @xopen() ; finding: fd-leak fd
         return
    }
    func @good() {
    b0:  %fd = call @xopen()
         release %fd by "close" raw
         return
    })fdir"));
}

TEST(DoubleClose, OnOnePath) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f(%fd, %x) {
    b0:  br b1 if %x == 0, b2 if %x != 0
    b1:  release %fd by "close" raw
         br b2
    b2:  release %fd by "close" raw ; finding: fd-double-close fd
         return
    })fdir"));
}

TEST(Leak, HelperReleasesUnlessAFlagIsSet) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @sink(%fd: int) {
    b0:  br b3 if $keep != 0, b1 if $keep == 0
    b1:  br b2 if %fd != -1, b3 if %fd == -1
    b2:  release %fd by "close" raw
         br b3
    b3:  return
    }
    func @good() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         $keep = 0
         call @sink(%fd)
         return
    }
    func @bad() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         $keep = 1
         call @sink(%fd)
         return
    })fdir"));
}

TEST(Overwrite, ACounterSaysThatItIsNotTheFirstTime) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @add(%j: pointer) {
    b0:  br b1 if *%j.count == 0, b2 if *%j.count != 0
    b1:  *%j.fd = acquire by "open" raw ok(*%j.fd >= 0)
         br b2
    b2:  *%j.count = *%j.count + 1
         return
    }
    func @good(%j: pointer) {
    b0:  call @add(%j)
         call @add(%j)
         call @add(%j)
         return
    }
    func @bad(%j: pointer) {
    b0:  call @add(%j)
         *%j.count = 0
         call @add(%j) ; finding: fd-overwrite j.fd
         return
    })fdir"));
}

// openat(2) that succeeds has used a directory that is open, or AT_FDCWD.
TEST(Leak, WhatASuccessfulCallHasUsedIsNoFailure) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @pair(%dir: int) {
    b0:  use %dir by "openat"
         %fd = acquire by "openat" raw ok(%fd >= 0)
         br b1 if %fd >= 0, b3 if %fd < 0
    b1:  br b3 if %dir == -1, b2 if %dir != -1
    b2:  release %fd by "close" raw
         br b3
    b3:  return
    }
    func @other(%dir: int) {
    b0:  use %dir by "openat"
         %fd = acquire by "openat" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b1 if %fd >= 0, b3 if %fd < 0
    b1:  br b3 if %dir == 5, b2 if %dir != 5
    b2:  release %fd by "close" raw
         br b3
    b3:  return
    })fdir"));
}
