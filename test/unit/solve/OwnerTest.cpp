//===- OwnerTest.cpp - Handles in objects and when they throw -------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"

using namespace fdtidy::solve;

// A class like style's OwnedFd, as its constructor and destructor lower.
#define OWNER                                                                  \
  R"fdir(
    func @Fd(this: pointer, %raw: int) {
    b0:  this.raw = %raw
         return
    }
    func @~Fd(this: pointer) noexcept {
    b0:  br b1 if this.raw >= 0, b2 if this.raw < 0
    b1:  release this.raw by "close" raw
         br b2
    b2:  return
    }
    func @release(this: pointer) -> int {
    b0:  ret = this.raw
         this.raw = -1
         return
    })fdir"

TEST(Owner, DestructorReleases) {
  EXPECT_TRUE(findingsMatch(OWNER R"fdir(
    func @good() {
      var %o: record
    b0:  %t0 = acquire by "open" raw ok(%t0 >= 0)
         call @Fd(&%o, %t0)
         endtemps
         call @~Fd(&%o)
         return
    }
    func @bad() {
      var %o: record
    b0:  %t0 = acquire by "open" raw ok(%t0 >= 0) ; finding: fd-leak fd
         call @Fd(&%o, %t0)
         endtemps
         %t1 = call @release(&%o)
         %fd = %t1
         endtemps
         call @~Fd(&%o)
         return
    })fdir"));
}

TEST(Owner, CalleeReleasesItsParameter) {
  EXPECT_TRUE(findingsMatch(OWNER R"fdir(
    func @sink(%o: record) {
    b0:  call @~Fd(&%o)
         return
    }
    func @good() {
      var %o: record
    b0:  %t0 = acquire by "open" raw ok(%t0 >= 0)
         call @Fd(&%o, %t0)
         endtemps
         call @sink(%o)
         return
    })fdir"));
}

TEST(Owner, FactoryReturnsIt) {
  EXPECT_TRUE(findingsMatch(OWNER R"fdir(
    func @make() -> record {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         call @Fd(&ret, %fd)
         return
    }
    func @good() {
      var %o: record
    b0:  %o = call @make()
         call @~Fd(&%o)
         return
    }
    func @bad() {
      var %o: record
    b0:  %o = call @make() ; finding: fd-leak o.raw
         return
    })fdir"));
}

// A guard that takes what it runs at the end by value.
TEST(Owner, ConstructorKeepsAnObjectPassedByValue) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %guard: record
      var %temp: record
      var %temp.fd: int
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b2 if %fd < 0, b1 if %fd >= 0
    b1:  %temp.fd = %fd
         call @make(&%guard, %temp)
         endtemps
         call @end(&%guard)
         return
    b2:  return
    }
    func @make(this: pointer, %action: record) {
    b0:  this.action = %action
         return
    }
    func @end(this: pointer) {
    b0:  release this.action.fd by "close" raw
         return
    })fdir"));
}

TEST(Owner, ConstructorIgnoresAnObjectPassedByValue) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %guard: record
      var %temp: record
      var %temp.fd: int
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b2 if %fd < 0, b1 if %fd >= 0
    b1:  %temp.fd = %fd
         call @make(&%guard, %temp)
         endtemps
         call @end(&%guard)
         return
    b2:  return
    }
    func @make(this: pointer, %action: record) {
    b0:  this.action = 0
         return
    }
    func @end(this: pointer) {
    b0:  release this.action.fd by "close" raw
         return
    })fdir"));
}

// Without ok(…) an allocation never fails; with it both ways are open until a
// test, or a handle that lies in the record, decides.
TEST(Owner, AnAllocationThatMayFail) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @tested() {
      var %p: pointer
    b0:  %p = alloc by "malloc" ok(%p != 0)
         br b1 if %p != 0, b4 if %p == 0
    b1:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b2 if %fd >= 0, b4 if %fd < 0
    b2:  br b3 if %p != 0, b4 if %p == 0
    b3:  release %fd by "close" raw
         br b4
    b4:  return
    }
    func @untested() {
      var %p: pointer
    b0:  %p = alloc by "malloc" ok(%p != 0)
         %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak fd
         br b1 if %fd >= 0, b3 if %fd < 0
    b1:  br b2 if %p != 0, b3 if %p == 0
    b2:  release %fd by "close" raw
         br b3
    b3:  return
    }
    func @never() {
      var %p: pointer
    b0:  %p = alloc by "g_malloc"
         %fd = acquire by "open" raw ok(%fd >= 0)
         br b1 if %fd >= 0, b3 if %fd < 0
    b1:  br b2 if %p != 0, b3 if %p == 0
    b2:  release %fd by "close" raw
         br b3
    b3:  return
    }
    func @written() {
      var %p: pointer
    b0:  %p = alloc by "malloc" ok(%p != 0)
         (*%p).fd = acquire by "open" raw ok((*%p).fd >= 0)
         br b1 if %p != 0, b2 if %p == 0
    b1:  release (*%p).fd by "close" raw
         br b2
    b2:  free %p
         return
    })fdir"));
}

TEST(Throw, OnlyTheExceptionLoses) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @check(%x: int) {
    b0:  br b1 if %x < 0, b2 if %x >= 0
    b1:  throw "std::runtime_error" "std::exception"
         unreachable
    b2:  return
    }
    func @bad(%x: int) {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak-on-throw fd
         br b1 if %fd < 0, b2 if %fd >= 0
    b1:  return
    b2:  call @check(%x)
         release %fd by "close" raw
         return
    }
    func @good(%x: int) {
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         br b1 if %fd < 0, b2 if %fd >= 0
    b1:  return
    b2:  call @check(%x) unwind b4
         br b3
    b3:  release %fd by "close" raw
         return
    b4:  dispatch b3 catch "std::exception", b5
    b5:  resume
    })fdir"));
}

TEST(Throw, ConstructorLosesItsRawMember) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @Log(this: pointer) ctor {
    b0:  %t0 = acquire by "open" raw ok(%t0 >= 0) ; finding: fd-leak-on-throw fd
         this.fd = %t0
         endtemps
         br b1 if this.fd < 0, b2 if this.fd >= 0
    b1:  throw "std::runtime_error"
         unreachable
    b2:  %t1 = acquire by "open" raw ok(%t1 >= 0)
         this.lock = %t1
         endtemps
         br b3 if this.lock < 0, b4 if this.lock >= 0
    b3:  throw "std::runtime_error"
         unreachable
    b4:  return
    })fdir"));
}

// A destructor on the way does not end the exception.
TEST(Throw, CaughtBehindADestructor) {
  const char *Other = R"fdir(
    func @~Other(this: pointer) noexcept {
    b0:  this.n = 0
         return
    }
    func @log())fdir";
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %o: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0)
         throw "Bad" "Base" unwind b1
         unreachable
    b1:  call @~Other(&%o)
         dispatch b2 catch "Base", b3
    b2:  release %fd by "close" raw
         return
    b3:  resume
    })fdir" + std::string(Other)));
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
      var %o: record
    b0:  %fd = acquire by "open" raw ok(%fd >= 0) ; finding: fd-leak-on-throw fd
         throw "Bad" "Base" unwind b1
         unreachable
    b1:  call @~Other(&%o)
         dispatch b2 catch "Worse", b3
    b2:  release %fd by "close" raw
         return
    b3:  resume
    })fdir" + std::string(Other)));
}
