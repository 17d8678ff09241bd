//===- WorldTest.cpp - What a child inherits ------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"

using namespace fdtidy::solve;

TEST(World, OpenWhereTheChildExecs) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw inherited ; finding: fd-inherited-by-exec fd ; finding: fdstrict-cloexec
         %pid = fork by "fork"
         br b1 if %pid == 0, b2 if %pid != 0
    b1:  exec by "execvp"
         exit
         unreachable
    b2:  release %fd by "close" raw
         return
    })fdir"));
}

TEST(World, OpenInTheParentOnly) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %fd = acquire by "open" raw inherited ; finding: fdstrict-cloexec
         %pid = fork by "fork"
         br b1 if %pid == 0, b2 if %pid != 0
    b1:  release %fd by "close" raw
         exec by "execvp"
         exit
         unreachable
    b2:  release %fd by "close" raw
         return
    })fdir"));
}

TEST(World, TheFlagMayHangOnAVariable) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f(%flags) {
    b0:  %open = 0
         %a = acquire by "open" raw cloexec(%open & 524288) ; finding: fd-inherited-by-exec a ; finding: fdstrict-cloexec
         %b = acquire by "open" raw cloexec(%flags & 524288)
         %pid = fork
         br b1 if %pid == 0, b2 if %pid != 0
    b1:  exec
         exit
         unreachable
    b2:  release %a raw
         release %b raw
         return
    })fdir"));
}

TEST(World, SetAndCleared) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %set = acquire by "open" raw inherited ; finding: fdstrict-cloexec
         cloexec %set, 1
         %cleared = acquire by "open" raw cloexec
         cloexec %cleared, 0
         %told = acquire by "open" raw inherited ; finding: fdstrict-cloexec
         format %told by "snprintf"
         %pid = fork
         br b1 if %pid == 0, b2 if %pid != 0
    b1:  exec
         exit
         unreachable
    b2:  release %set raw
         release %cleared raw
         release %told raw
         return
    })fdir"));
}

TEST(World, SweptInTheChildNotInTheParent) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %a = acquire by "open" raw inherited ; finding: fdstrict-cloexec
         %pid = fork
         br b1 if %pid == 0, b2 if %pid != 0
    b1:  release ? by "closefrom" raw
         exec
         exit
         unreachable
    b2:  release %a raw
         return
    }
    func @g() {
    b0:  %a = acquire by "open" raw inherited ; finding: fd-inherited-by-exec a ; finding: fdstrict-cloexec
         release ? by "closefrom" raw
         %pid = fork
         br b1 if %pid == 0, b2 if %pid != 0
    b1:  exec
         exit
         unreachable
    b2:  release %a raw
         return
    })fdir"));
}

// What a loop closes is closed where it closes nothing, too.
TEST(World, ClosedInALoopThatMayNotRun) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f(%max) {
    b0:  %a = acquire by "open" raw inherited ; finding: fdstrict-cloexec
         %pid = fork
         br b1 if %pid == 0, b5 if %pid != 0
    b1:  %i = 3
         br b2
    b2:  br b3 if %i < %max, b4 if %i >= %max
    b3:  release %i raw
         %i = %i + 1
         br b2
    b4:  exec
         exit
         unreachable
    b5:  release %a raw
         return
    })fdir"));
}

TEST(World, WhatTheCallerHoldsIsInheritedToo) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @start(%wanted) {
    b0:  br b1 if %wanted != 0, b3 if %wanted == 0
    b1:  %pid = fork
         br b2 if %pid == 0, b3 if %pid != 0
    b2:  exec
         exit
         unreachable
    b3:  return
    }
    func @f() {
    b0:  %a = acquire by "open" raw inherited ; finding: fdstrict-cloexec
         call @start(0)
         release %a raw
         %b = acquire by "open" raw inherited ; finding: fd-inherited-by-exec b ; finding: fdstrict-cloexec
         call @start(1)
         release %b raw
         return
    })fdir"));
}

TEST(World, TheCalleeClosesInItsChild) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @start(%mine) {
    b0:  %pid = fork
         br b1 if %pid == 0, b2 if %pid != 0
    b1:  release %mine raw
         exec
         exit
         unreachable
    b2:  return
    }
    func @f() {
    b0:  %a = acquire by "open" raw inherited ; finding: fdstrict-cloexec
         %b = acquire by "open" raw inherited ; finding: fd-inherited-by-exec b ; finding: fdstrict-cloexec
         call @start(%a)
         release %a raw
         release %b raw
         return
    })fdir"));
}

TEST(World, UnseenCodeInTheChildMayClose) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @unseen()
    func @f() {
    b0:  %a = acquire by "open" raw inherited ; finding: fdstrict-cloexec
         %pid = fork
         br b1 if %pid == 0, b2 if %pid != 0
    b1:  call @unseen()
         exec
         exit
         unreachable
    b2:  release %a raw
         return
    }
    func @g() {
    b0:  %a = acquire by "open" raw inherited ; finding: fd-inherited-by-exec a ; finding: fdstrict-cloexec
         call @unseen()
         %pid = fork
         br b1 if %pid == 0, b2 if %pid != 0
    b1:  exec
         exit
         unreachable
    b2:  release %a raw
         return
    })fdir"));
}
