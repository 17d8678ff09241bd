//===- PipeEndTest.cpp - Who waits for the end of a pipe ------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ir/Parser.h"
#include "solve/Drain.h"
#include "unit/solve/Expect.h"

using namespace fdtidy;
using namespace fdtidy::solve;

TEST(PipeEnd, ReadToTheEndWithTheWriteEndOpen) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %r = acquire by "pipe" raw ok(%r == 0) -> %p[0] read, %p[1] write
         br b1 if %r == 0, b3 if %r != 0
    b1:  %n = wait %p[0] by "read" ; finding: fd-pipe-end-open p[1]
         br b1 if %n > 0, b2 if %n <= 0
    b2:  release %p[0] raw
         release %p[1] raw
         return
    b3:  return
    })fdir"));
}

TEST(PipeEnd, ClosedOrWrittenTo) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @closed() {
    b0:  %r = acquire by "pipe" raw ok(%r == 0) -> %p[0] read, %p[1] write
         br b1 if %r == 0, b4 if %r != 0
    b1:  release %p[1] raw
         br b2
    b2:  %n = wait %p[0] by "read"
         br b2 if %n > 0, b3 if %n <= 0
    b3:  release %p[0] raw
         return
    b4:  return
    }
    func @written() {
    b0:  %r = acquire by "pipe" raw ok(%r == 0) -> %p[0] read, %p[1] write
         br b1 if %r == 0, b3 if %r != 0
    b1:  use %p[1] by "write"
         %n = wait %p[0] by "read"
         br b1 if %n > 0, b2 if %n <= 0
    b2:  release %p[0] raw
         release %p[1] raw
         return
    b3:  return
    })fdir"));
}

TEST(PipeEnd, WhatDoesNotWaitWaitsForNoEnd) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @f() {
    b0:  %r = acquire by "pipe" raw ok(%r == 0) -> %p[0] read, %p[1] write
         unblock %p[0] by "pipe2"
         br b1 if %r == 0, b3 if %r != 0
    b1:  %n = wait %p[0] by "read"
         br b1 if %n > 0, b2 if %n <= 0
    b2:  release %p[0] raw
         release %p[1] raw
         return
    b3:  return
    })fdir"));
}

TEST(PipeEnd, AChildThatReadsIsWaitedFor) {
  EXPECT_TRUE(findingsMatch(R"fdir(
    func @reader() {
    b0:  %r = acquire by "pipe" raw cloexec ok(%r == 0) -> %p[0] read, %p[1] write
         br b1 if %r == 0, b4 if %r != 0
    b1:  %pid = fork
         br b2 if %pid == 0, b3 if %pid != 0
    b2:  %d = dup2 %p[0], 0
         exec
         exit
         unreachable
    b3:  release %p[0] raw
         await ? by "waitpid" ; finding: fd-pipe-end-open p[1]
         release %p[1] raw
         return
    b4:  return
    }
    func @writer() {
    b0:  %r = acquire by "pipe" raw cloexec ok(%r == 0) -> %p[0] read, %p[1] write
         br b1 if %r == 0, b4 if %r != 0
    b1:  %pid = fork
         br b2 if %pid == 0, b3 if %pid != 0
    b2:  %d = dup2 %p[1], 1
         exec
         exit
         unreachable
    b3:  release %p[0] raw
         await ? by "waitpid"
         release %p[1] raw
         return
    b4:  return
    })fdir"));
}

/// Whether the first wait of the function \p Body goes on to the end.
static bool drains(llvm::StringRef Body) {
  std::string Text = ("func @f(%fd, %more) {\n" + Body + "\n}").str();
  llvm::Expected<ir::Module> M = ir::parse(Text, "t.fdir");
  if (!M) {
    ADD_FAILURE() << llvm::toString(M.takeError());
    return false;
  }
  const ir::Function &F = M->Functions[0];
  for (size_t B = 0; B != F.Blocks.size(); ++B)
    for (ir::FactID ID : F.Blocks[B].Facts)
      if (F.fact(ID).Kind == ir::FactKind::Wait)
        return readsToEnd(F, ir::BlockID(uint32_t(B)), ID);
  return false;
}

TEST(Drain, EveryWayOnComesBack) {
  EXPECT_TRUE(drains("b0: %n = wait %fd\n br b0 if %n > 0, b1 if %n <= 0\n"
                     "b1: return"));
  EXPECT_TRUE(drains("b0: %n = wait %fd\n %end = %n == 0\n"
                     "br b1 if %end != 0, b0 if %end == 0\n b1: return"));
  EXPECT_TRUE(drains("b0: %n = wait %fd\n br b1 if %n < 0, b2 if %n >= 0\n"
                     "b1: call @errno()\n br b0, b3\n"
                     "b2: br b3 if %n == 0, b0 if %n != 0\n b3: return"));
}

TEST(Drain, AFailureIsNoEndToWaitFor) {
  EXPECT_TRUE(drains("b0: %n = wait %fd\n br b1 if %n > 0, b2 if %n <= 0\n"
                     "b1: %w = ?\n br b2 if %w < 0, b0 if %w >= 0\n"
                     "b2: return"));
  EXPECT_FALSE(drains("b0: %n = wait %fd\n br b1 if %n > 0, b2 if %n <= 0\n"
                      "b1: %w = ?\n br b2 if %w == 0, b0 if %w != 0\n"
                      "b2: return"));
}

TEST(Drain, SomeWayLeaves) {
  EXPECT_FALSE(drains("b0: %n = wait %fd\n return"));
  EXPECT_FALSE(drains("b0: %n = wait %fd\n br b1 if %n > 0, b2 if %n <= 0\n"
                      "b1: br b0 if %more != 0, b2 if %more == 0\n b2: return"));
  EXPECT_FALSE(drains("b0: %n = wait %fd\n br b1 if %n > 0, b2 if %n <= 0\n"
                      "b1: %n = ?\n br b0 if %n > 0, b2 if %n <= 0\n"
                      "b2: return"));
  EXPECT_FALSE(drains("b0: wait %fd\n br b0, b1\n b1: return"));
}
