//===- RecordTest.cpp - Records that calls make, take and end -------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"

using namespace fdtidy::solve;

// `stop()` frees what `cur` points to, if anything: that there was nothing is a
// way out of its own, though `cur` is null after both.
#define SUPERVISOR                                                             \
  R"fdir(
    func @start(%s: pointer) {
    b0:  %p = alloc by "new"
         (*%p).fd = acquire by "open" raw
         (*%s).cur = %p
         return
    }
    func @stop(%s: pointer) {
    b0:  %o = (*%s).cur
         (*%s).cur = 0
         br b1 if %o != 0, b2 if %o == 0
    b1:  release (*%o).fd by "close" raw
         free %o
         br b2
    b2:  end %o
         return
    })fdir"

TEST(Record, WhatCameInTellsTheWaysOutApart) {
  EXPECT_TRUE(findingsMatch(SUPERVISOR R"fdir(
    func @good(%n: int) {
      var %s: record
    b0:  %s.cur = 0
         call @start(&%s)
         call @stop(&%s)
         end %s
         return
    })fdir"));
}

TEST(Record, OneOfAnEarlierRoundIsAnother) {
  EXPECT_TRUE(findingsMatch(SUPERVISOR R"fdir(
    func @good(%n: int) {
      var %s: record
    b0:  %i = 0
         br b1
    b1:  br b2 if %i < %n, b3 if %i >= %n
    b2:  %s.cur = 0
         call @start(&%s)
         call @stop(&%s)
         end %s
         %i = %i + 1
         br b1
    b3:  return
    }
    func @halfStop(%s: pointer) {
    b0:  free (*%s).cur
         (*%s).cur = 0
         return
    }
    func @bad() {
      var %s: record
    b0:  %s.cur = 0
         call @start(&%s) ; finding: fd-leak s.cur->fd
         call @halfStop(&%s)
         end %s
         return
    })fdir"));
}

TEST(Record, ByValueItGoesWithWhatIsInIt) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @unseen(%c: record)
    func @pass(%c: record) {
    b0:  call @unseen(%c)
         return
    }
    func @keep(%v: pointer, %c: record) {
      var %t0: record
    b0:  %t0 = %c
         insert *%v, %t0
         endtemps
         return
    }
    func @look(%c: record) {
    b0:  use %c.fd by "read"
         return
    }
    func @passed() {
      var %c: record
    b0:  %c.fd = acquire by "open" raw
         call @pass(%c)
         end %c
         return
    }
    func @kept(%v: pointer) {
      var %c: record
    b0:  %c.fd = acquire by "open" raw
         call @keep(%v, %c)
         end %c
         return
    }
    func @looked() {
      var %c: record
    b0:  %c.fd = acquire by "open" raw ; finding: fd-leak c.fd
         call @look(%c)
         end %c
         return
    })fdir"));
}
