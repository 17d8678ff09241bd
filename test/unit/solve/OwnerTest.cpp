//===- OwnerTest.cpp - Handles in objects, arrays and streams -------------===//
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
