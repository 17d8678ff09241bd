//===- CalleeTest.cpp - What callees say of handles -----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"

using namespace fdtidy::solve;

TEST(Callee, EvidenceOfABorrow) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @shows(%fd: int) {
    b0:  call @configure(%fd)
         release %fd by "close" raw
         return
    }
    func @bad() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         call @configure(%fd)
         return
    }
    func @silent() {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         call @keep(%fd)
         return
    }
    func @configure(%a: int)
    func @keep(%a: int))fdir"));
}

TEST(Callee, AnErrorResultIsNoObjectionToABorrow) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @bad() -> int {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         %t0 = call @configure(%fd)
         br b1 if %t0 < 0, b2 if %t0 >= 0
    b1:  ret = -1
         return
    b2:  release %fd by "close" raw
         ret = 0
         return
    }
    func @silent() -> int {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         %t0 = call @attach(%fd)
         br b1 if %t0 < 0, b2 if %t0 >= 0
    b1:  release %fd by "close" raw
         ret = -1
         return
    b2:  ret = 0
         return
    }
    func @configure(%a: int) -> int
    func @attach(%a: int) -> int)fdir"));
}

TEST(Callee, OpensWhatItsCallersClose) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @shows() -> int {
    b0:  %fd = call @opens(?)
         br b1 if %fd < 0, b2 if %fd >= 0
    b1:  ret = -1
         return
    b2:  release %fd by "close" raw
         ret = 0
         return
    }
    func @bad(%x: int) -> int {
    b0:  %t0 = call @opens(?) ; finding: fd-leak fd
         %fd = %t0
         br b1 if %x < 0, b2 if %x >= 0
    b1:  ret = -1
         return
    b2:  ret = %fd
         return
    }
    func @closes(%x: int) -> int {
    b0:  %fd = call @tells(?)
         br b1 if %x < 0, b2 if %x >= 0
    b1:  ret = -1
         return
    b2:  release %fd by "close" raw
         ret = 0
         return
    }
    func @uses() {
    b0:  %fd = call @tells(?)
         use %fd by "write"
         return
    }
    func @opens() plain
    func @tells() plain)fdir"));
}

TEST(Callee, OutcomesOfAPairOfPipes) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @two(%p: pointer) -> int {
    b0:  %t0 = acquire by "open" raw ok(%t0 >= 0)
         *%p = %t0
         br b1 if %t0 < 0, b2 if %t0 >= 0
    b1:  ret = -1
         return
    b2:  %t1 = acquire by "open" raw ok(%t1 >= 0)
         (*%p)[1] = %t1
         br b3 if %t1 < 0, b4 if %t1 >= 0
    b3:  ret = -1
         return
    b4:  ret = 0
         return
    }
    func @bad() {
      var %q: array
    b0:  %r = call @two(&%q) ; finding: fd-leak q
         br b1 if %r < 0, b2 if %r >= 0
    b1:  return
    b2:  release %q[0] by "close" raw
         release %q[1] by "close" raw
         return
    })fdir"));
}

// A method that tests a field is a predicate on the object.
TEST(Callee, PredicateOfAMember) {
  const char *Methods = R"fdir(
    func @isOpen(this: pointer) -> bool {
    b0:  %t0 = this.raw >= 0
         ret = %t0
         endtemps
         return
    }
    func @isBusy(this: pointer) -> bool {
    b0:  %t0 = this.jobs >= 0
         ret = %t0
         endtemps
         return
    })fdir";
  EXPECT_TRUE(findingsMatch(std::string(Methods) + R"fdir(
    func @f() {
      var %o: record
    b0:  %o.raw = acquire by "open" raw ok(%o.raw >= 0)
         %t0 = call @isOpen(&%o)
         br b1 if %t0 != 0, b2 if %t0 == 0
    b1:  release %o.raw by "close" raw
         br b2
    b2:  return
    })fdir"));
  EXPECT_TRUE(findingsMatch(std::string(Methods) + R"fdir(
    func @f() {
      var %o: record
    b0:  %o.raw = acquire by "open" raw ok(%o.raw >= 0) ; finding: fd-leak o.raw
         %t0 = call @isBusy(&%o)
         br b1 if %t0 != 0, b2 if %t0 == 0
    b1:  release %o.raw by "close" raw
         br b2
    b2:  return
    })fdir"));
}

// Each of two fields is stored on a condition of its own.
TEST(Callee, StoresWhatIsThere) {
  const char *Take = R"fdir(
    func @take(this: pointer, %o: pointer) {
    b0:  br b1 if (*%o).w != -1, b2 if (*%o).w == -1
    b1:  this.w = (*%o).w
         br b2
    b2:  br b3 if (*%o).r != -1, b4 if (*%o).r == -1
    b3:  this.r = (*%o).r
         br b4
    b4:  return
    })fdir";
  EXPECT_TRUE(findingsMatch(std::string(Take) + R"fdir(
    func @f() {
      var %s: record
      var %t0: record
    b0:  %t1 = acquire by "pipe" raw ok(%t1 == 0) -> %t0.r read, %t0.w write
         br b1 if %t1 == 0, b2 if %t1 != 0
    b1:  call @take(&%s, &%t0)
         endtemps
         release %s.r by "close" raw
         release %s.w by "close" raw
         return
    b2:  return
    })fdir"));
  EXPECT_TRUE(findingsMatch(std::string(Take) + R"fdir(
    func @f() {
      var %s: record
      var %t0: record
    b0:  %t1 = acquire by "pipe" raw ok(%t1 == 0) -> %t0.r read, %t0.w write ; finding: fd-leak s.w
         br b1 if %t1 == 0, b2 if %t1 != 0
    b1:  call @take(&%s, &%t0)
         endtemps
         release %s.r by "close" raw
         return
    b2:  return
    })fdir"));
}
