//===- ReleaseTest.cpp - The words for what is released wrongly -----------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/diagnose/Golden.h"

using fdtidy::diagnose::told;

TEST(Release, Twice) {
  EXPECT_EQ(told(R"fdir(
    func @f(%fd: int, %x: int) {
    b0:  br b1 if %x == 0, b2 if %x != 0   !3:3
    b1:  release %fd by "close" raw
         br b2
    b2:  release %fd by "close" raw
         return
    })fdir"),
            R"(
6: descriptor 'fd' is closed twice [fd-double-close]
  3: assuming 'x' == 0
  4: first closed here by 'close'
)");
}

TEST(Release, AgainAfterAnInterruption) {
  EXPECT_EQ(told(R"fdir(
    func @f(%fd: int) {
    b0:  br b1
    b1:  %r = release %fd by "close" raw
         br b1 if %r < 0, b2 if %r >= 0
    b2:  return
    })fdir"),
            R"(
4: descriptor 'fd' is closed again after 'close' was interrupted: it was closed even so [fd-close-retry]
  5: assuming 'r' < 0
)");
}

TEST(Release, UsedAfterwards) {
  EXPECT_EQ(told(R"fdir(
    func @f() {
    b0:  %f = acquire by "fopen" file ok(%f != 0)
         br b2 if %f == 0, b1 if %f != 0
    b1:  release %f by "fclose" file
         use %f by "fgetc"
         return
    b2:  return
    })fdir"),
            R"(
6: stream 'f' is used by 'fgetc' after it was closed [fd-use-after-close]
  3: opened here by 'fopen'
  5: closed here by 'fclose'
)");
}

TEST(Release, ByTheCloserOfAnotherKind) {
  EXPECT_EQ(told(R"fdir(
    func @f() {
    b0:  %f = acquire by "popen" popen ok(%f != 0)
         br b2 if %f == 0, b1 if %f != 0
    b1:  release %f by "fclose" file
         return
    b2:  return
    })fdir"),
            R"(
5: stream 'f' from 'popen' is closed by 'fclose' instead of 'pclose' [fd-wrong-closer]
  3: opened here by 'popen'
)");
}

TEST(Release, UnderAStream) {
  EXPECT_EQ(told(R"fdir(
    func @f() {
    b0:  %f = acquire by "fopen" file ok(%f != 0)
         br b2 if %f == 0, b1 if %f != 0
    b1:  %fd = alias %f as raw by "fileno"
         release %fd by "close" raw
         return
    b2:  return
    })fdir"),
            R"(
6: 'f' is closed by 'close', but its stream still owns it: 'fclose' closes both [fd-close-borrowed]
  3: opened here by 'fopen'
)");
}

TEST(Release, UsedUnchecked) {
  fdtidy::solve::Options Opts;
  Opts.UncheckedUse = true;
  EXPECT_EQ(told(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         use %fd by "read"
         release %fd by "close" raw
         return
    })fdir",
                 Opts),
            R"(
4: descriptor 'fd' is used by 'read' before 'open' is known to have succeeded [fdstrict-unchecked-use]
  3: opened here by 'open'
)");
}
