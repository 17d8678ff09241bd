//===- ClassTest.cpp - Members that a class acquires ----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/solve/Expect.h"
#include "llvm/Support/FormatVariadic.h"

using namespace fdtidy::solve;

TEST(MemberLeak, DestructorForgetsOneOfTwo) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    record @Child user-dtor no-copy all-bodies dtor @~Child {
      .in int
      .out int
    }
    func @start(this: pointer @Child) method of @Child {
      var %p: array
    b0:  %t0 = acquire by "pipe" raw ok(%t0 == 0) -> %p[0] read, %p[1] write
         br b1 if %t0 == 0, b2 if %t0 != 0
    b1:  this.in = %p[1]
         this.out = %p[0]
         return
    b2:  return
    }
    func @~Child(this: pointer @Child) dtor of @Child { ; finding: fd-member-leak in
    b0:  br b1 if this.out >= 0, b2 if this.out < 0
    b1:  release this.out by "close" raw
         br b2
    b2:  return
    })fdir"));
}

TEST(MemberLeak, AFlagSaysWhoOwns) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    record @Log user-dtor no-copy all-bodies dtor @~Log {
      .fd int
      .owns bool
    }
    func @open_it(this: pointer @Log) method of @Log {
    b0:  %t0 = acquire by "open" raw ok(%t0 >= 0)
         this.fd = %t0
         this.owns = 1
         return
    }
    func @~Log(this: pointer @Log) dtor of @Log {
    b0:  br b1 if this.owns != 0, b2 if this.owns == 0
    b1:  release this.fd by "close" raw
         br b2
    b2:  return
    })fdir"));
}

TEST(MemberLeak, ABodyIsOutOfView) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    record @Child user-dtor no-copy dtor @~Child {
      .out int
    }
    func @start(this: pointer @Child) method of @Child {
    b0:  this.out = acquire by "open" raw ok(this.out >= 0)
         return
    }
    func @~Child(this: pointer @Child) dtor of @Child {
    b0:  this.out = -1
         return
    })fdir"));
}

TEST(Overwrite, MoveAssignmentDropsTheOldOne) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    record @Fd user-dtor user-copy all-bodies dtor @~Fd {
      .raw int
    }
    func @assign(this: pointer @Fd, %that: pointer @Fd) move-assign of @Fd {
    b0:  this.raw = *%that.raw ; finding: fd-overwrite raw
         *%that.raw = -1
         return
    }
    func @~Fd(this: pointer @Fd) dtor of @Fd {
    b0:  release this.raw by "close" raw
         return
    })fdir"));
}

TEST(Overwrite, RestartOverALiveChild) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    record @Child user-dtor no-copy all-bodies dtor @~Child {
      .out int
    }
    func @start(this: pointer @Child) method of @Child {
    b0:  this.out = acquire by "open" raw ok(this.out >= 0)
         return
    }
    func @restart(this: pointer @Child) method of @Child {
    b0:  call @start(this) ; finding: fd-overwrite out
         return
    }
    func @~Child(this: pointer @Child) dtor of @Child {
    b0:  release this.out by "close" raw
         return
    })fdir"));
}

TEST(CopyableOwner, ACopyIsASecondOwner) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    record @Fd user-dtor all-bodies dtor @~Fd { ; finding: fd-copyable-owner raw
      .raw int
    }
    func @~Fd(this: pointer @Fd) dtor of @Fd {
    b0:  release this.raw by "close" raw
         return
    })fdir"));
}

// In a forked child that execs or exits, what is open is nobody's to close.
TEST(MemberLeak, NoObjectEverEnds) {
  constexpr const char *Text = R"fdir(
    record @Child no-copy all-bodies {{
      .fd int
    }
    func @acquire(this: pointer @Child) method of @Child {{
    b0:  this.fd = acquire by "open" raw ok(this.fd >= 0) {0}
         return
    }
    func @run() {{
      var %c: record @Child
    b0:  call @acquire(&%c) {1}
         {2}
    })fdir";
  EXPECT_TRUE(findingsMatch(
      llvm::formatv(Text, "", "", "exit\n         unreachable").str()));
  EXPECT_TRUE(findingsMatch(
      llvm::formatv(Text, "; finding: fd-member-leak fd",
                    "; finding: fd-leak c.fd", "return")
          .str()));
}

// stop() keeps the number: the destructor's guard proves nothing of it.
#define STOPPED(AFTER_CLOSE, FINDING)                                          \
  R"fdir(
    record @Log user-dtor no-copy all-bodies dtor @~Log {
      .fd int
      methods @start, @stop, @~Log
    }
    func @start(this: pointer @Log) method of @Log public {
    b0:  this.fd = acquire by "open" raw ok(this.fd >= 0)
         return
    }
    func @stop(this: pointer @Log) method of @Log public {
    b0:  release this.fd by "close" raw )fdir" FINDING R"fdir(
         )fdir" AFTER_CLOSE R"fdir(
         return
    }
    func @~Log(this: pointer @Log) dtor of @Log {
    b0:  br b1 if this.fd >= 0, b2 if this.fd < 0
    b1:  release this.fd by "close" raw
         br b2
    b2:  return
    })fdir"

TEST(DoubleClose, ReleaseWithoutReset) {
  EXPECT_TRUE(findingsMatch(STOPPED("", "; finding: fd-double-close fd")));
  EXPECT_TRUE(findingsMatch(STOPPED("this.fd = -1", "")));
}
