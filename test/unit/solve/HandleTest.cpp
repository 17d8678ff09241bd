//===- HandleTest.cpp - Streams, processes and single handles -------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"

using namespace fdtidy::solve;

TEST(Stream, FdopenFailureLeavesTheDescriptor) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @bad() {
      var %f: pointer
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b4 if %fd < 0, b1 if %fd >= 0
    b1:  %f = transfer %fd to file by "fdopen" ok(%f != 0)
         br b2 if %f == 0, b3 if %f != 0
    b2:  return
    b3:  release %f by "fclose" file
         return
    b4:  return
    })fdir"));
}

TEST(Stream, CloseUnderAStream) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @bad() {
      var %f: pointer
    b0:  %f = acquire by "fopen" file ok(%f != 0)
         br b2 if %f == 0, b1 if %f != 0
    b1:  %n = alias %f as raw
         release %n by "close" raw ; finding: fd-close-borrowed f
         return
    b2:  return
    })fdir"));
}

TEST(Stream, PopenByFclose) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @bad() {
      var %f: pointer
    b0:  %f = acquire by "popen" popen ok(%f != 0)
         br b2 if %f == 0, b1 if %f != 0
    b1:  release %f by "fclose" file ; finding: fd-wrong-closer f
         return
    b2:  return
    })fdir"));
}

TEST(Close, RetriedAfterInterrupt) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @bad(%fd: int) {
    b0:  br b1
    b1:  %t0 = release %fd by "close" raw ; finding: fd-close-retry fd
         br b1 if %t0 < 0, b2 if %t0 >= 0
    b2:  return
    })fdir"));
}

TEST(Use, AfterCloseThenClosedAgain) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @bad(%fd: int) {
    b0:  release %fd by "close" raw
         use %fd by "read" ; finding: fd-use-after-close fd
         release %fd by "close" raw ; finding: fd-double-close fd
         return
    })fdir"));
}

TEST(Process, ExitAndStandardStreams) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @exits(%x: int) {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         exit
         unreachable
    }
    func @redirects() {
    b0:  release 0 by "close" raw
         %fd = acquire by "open" raw ok(%fd >= 0)
         return
    }
    func @guarded() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b1 if %fd > 2, b2 if %fd <= 2
    b1:  release %fd by "close" raw
         br b2
    b2:  return
    })fdir"));
}

TEST(Cloexec, FlagsThroughAVariable) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() -> int {
    b0:  %flags = 2
         %fd = acquire by "open" raw cloexec(%flags & 524288) ok(%fd >= 0) ; finding: fdstrict-cloexec
         ret = %fd
         return
    }
    func @g() -> int {
    b0:  %flags = 524290
         %fd = acquire by "open" raw cloexec(%flags & 524288) ok(%fd >= 0)
         ret = %fd
         return
    })fdir"));
}
