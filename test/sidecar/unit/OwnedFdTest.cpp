//===- OwnedFdTest.cpp - Owners close once
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "OwnedFd.h"
#include <gtest/gtest.h>

using namespace sidecar;

static bool isOpen(int Fd) { return ::fcntl(Fd, F_GETFD) >= 0; }

TEST(OwnedFd, ClosesAtTheEndOfItsScope) {
  int Raw;
  {
    OwnedFd Fd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    Raw = Fd.raw();
    EXPECT_TRUE(isOpen(Raw));
  }
  EXPECT_FALSE(isOpen(Raw));
}
TEST(OwnedFd, AMoveLeavesOneOwner) {
  OwnedFd A(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  int Raw = A.raw();
  OwnedFd B(std::move(A));
  EXPECT_FALSE(A);
  EXPECT_EQ(B.raw(), Raw);
  OwnedFd C(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  int Old = C.raw();
  C = std::move(B);
  EXPECT_FALSE(isOpen(Old));
  EXPECT_TRUE(isOpen(Raw));
}
TEST(OwnedFd, AMoveToItselfKeepsIt) {
  OwnedFd A(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  OwnedFd &Same = A;
  A = std::move(Same);
  EXPECT_TRUE(A);
}
TEST(Pipe, BothEndsAreCloseOnExecAndBlocking) {
  std::optional<Pipe> P = Pipe::open();
  ASSERT_TRUE(P);
  for (int Fd : {P->Read.raw(), P->Write.raw()}) {
    EXPECT_EQ(::fcntl(Fd, F_GETFD), FD_CLOEXEC);
    EXPECT_EQ(::fcntl(Fd, F_GETFL) & O_NONBLOCK, 0);
  }
}
