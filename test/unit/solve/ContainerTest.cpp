//===- ContainerTest.cpp - What containers of a function hold -------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"

using namespace fdtidy::solve;

TEST(Container, EndsWithWhatItHolds) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         insert %c, %fd
         end %fd
         end %c
         return
    })fdir"));
}

TEST(Container, ALoopOverItClosesAll) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         insert %c, %fd
         end %fd
         br b1
    b1:  br b2, b3
    b2:  %x = %c[*]
         release %x by "close" raw
         end %x
         br b1
    b3:  end %c
         return
    })fdir"));
}

TEST(Container, ALoopThatEndsEarlyDoesNot) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f(%stop: bool) {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         insert %c, %fd
         end %fd
         br b1
    b1:  br b2, b4
    b2:  br b4 if %stop != 0, b3 if %stop == 0
    b3:  release %c[*] by "close" raw
         br b1
    b4:  end %c
         return
    })fdir"));
}

TEST(Container, ALoopThatErasesMayEndAnywhere) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f(%stop: bool) {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         insert %c, %fd
         end %fd
         br b1
    b1:  br b2
    b2:  br b4 if %stop != 0, b3 if %stop == 0
    b3:  release %c[*] by "close" raw
         erase %c, &%c[*]
         br b1
    b4:  end %c
         return
    })fdir"));
}

TEST(Container, ErasedWhileOpen) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         insert %c, %fd
         end %fd
         erase %c, &%c[*]
         end %c
         return
    })fdir"));
}

TEST(Container, ErasedByAKeyThatMayBeAnothers) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f(%key: int) {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         insert %c, %fd
         end %fd
         erase %c at %key
         end %c
         return
    })fdir"));
}

TEST(Container, ErasedWhileAVariableHoldsIt) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         insert %c, %fd
         erase %c, &%c[*]
         release %fd by "close" raw
         return
    })fdir"));
}

TEST(Container, AnUnknownNumberMayBeItsElement) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         insert %c, %fd
         end %fd
         %n = call @next()
         release %n by "close" raw
         end %c
         return
    }
    func @next())fdir"));
}

TEST(Container, AnotherAcquisitionIsNot) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         insert %c, %fd
         end %fd
         %n = acquire by "open" raw ok(%n >= 0)
         br b2 if %n < 0, b1 if %n >= 0
    b1:  release %n by "close" raw
         br b2
    b2:  end %c
         return
    })fdir"));
}

TEST(Container, ARecordKeepsWhatItsFlagSays) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %c: record
      var %r: record
    b0:  %r.fd = acquire by "open" raw ok(%r.fd >= 0)
         %r.open = 1
         insert %c, %r
         end %r
         br b1 if %c[*].open != 0, b2 if %c[*].open == 0
    b1:  release %c[*].fd by "close" raw
         br b2
    b2:  end %c
         return
    })fdir"));
}

TEST(Container, HandedOnInALoop) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %c: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         insert %c, %fd
         end %fd
         br b1
    b1:  br b2, b3
    b2:  call @adopt(%c[*])
         br b1
    b3:  end %c
         return
    }
    func @adopt(%fd: int))fdir"));
}
