//===- ClassTest.cpp - The words for members ------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "unit/diagnose/Golden.h"

using fdtidy::diagnose::told;

TEST(Class, TheDestructorForgetsOne) {
  EXPECT_EQ(told(R"fdir(
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
    func @~Child(this: pointer @Child) dtor of @Child {
    b0:  br b1 if this.out >= 0, b2 if this.out < 0
    b1:  release this.out by "close" raw
         br b2
    b2:  return
    })fdir"),
            R"(
15: the destructor of 'Child' leaves descriptor 'in' open [fd-member-leak]
  8: opened here by 'pipe'
)");
}

TEST(Class, NothingReleasesIt) {
  EXPECT_EQ(told(R"fdir(
    record @Log no-copy all-bodies {
      .fd int
    }
    func @open_it(this: pointer @Log) method of @Log {
    b0:  this.fd = acquire by "open" raw ok(this.fd >= 0)
         return
    })fdir"),
            R"(
6: nothing in 'Log' closes its descriptor 'fd' [fd-member-leak]
)");
}

TEST(Class, RestartOverALiveChild) {
  EXPECT_EQ(told(R"fdir(
    record @Child user-dtor no-copy all-bodies dtor @~Child {
      .out int
    }
    func @start(this: pointer @Child) method of @Child {
    b0:  this.out = acquire by "open" raw ok(this.out >= 0)
         return
    }
    func @restart(this: pointer @Child) method of @Child {
    b0:  call @start(this)
         return
    }
    func @~Child(this: pointer @Child) dtor of @Child {
    b0:  release this.out by "close" raw
         return
    })fdir"),
            R"(
10: descriptor 'out' is overwritten while still open [fd-overwrite]
  6: opened here by 'open'
)");
}

TEST(Class, AnEarlierCallOfTheSameMember) {
  EXPECT_EQ(told(R"fdir(
    record @Child user-dtor no-copy all-bodies dtor @~Child {
      .out int
    }
    func @restart(this: pointer @Child) method of @Child {
    b0:  use this.out by "read"
         this.out = acquire by "open" raw ok(this.out >= 0)
         return
    }
    func @~Child(this: pointer @Child) dtor of @Child {
    b0:  release this.out by "close" raw
         return
    })fdir"),
            R"(
7: descriptor 'out' is overwritten while still open [fd-overwrite]
  7: opened here by an earlier call of 'restart'
)");
}

TEST(Class, ACopyIsASecondOwner) {
  EXPECT_EQ(told(R"fdir(
    record @Fd user-dtor all-bodies dtor @~Fd {
      .raw int
    }
    func @~Fd(this: pointer @Fd) dtor of @Fd {
    b0:  release this.raw by "close" raw
         return
    })fdir"),
            R"(
2: 'Fd' closes its descriptor 'raw' in its destructor and can be copied: every copy closes it [fd-copyable-owner]
)");
}
