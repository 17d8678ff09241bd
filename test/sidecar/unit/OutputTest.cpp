//===- OutputTest.cpp - Many queues, one stdout
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Output.h"
#include <gtest/gtest.h>

using namespace sidecar;

class OutputTest : public ::testing::Test {
protected:
  /// As much as no pipe takes at once.
  void fill() {
    Queue.Bytes.append(std::string(2 << 20, 'x'));
    Stdout.flush();
  }
  void readAll() {
    static char Bytes[1 << 16];
    while (Stdout.stuckSince() || !Stdout.empty()) {
      ASSERT_GT(::read(Ends.Read.raw(), Bytes, sizeof Bytes), 0);
      Stdout.flush();
    }
  }
  std::unique_ptr<EventLoop> Loop = std::move(*EventLoop::open());
  Pipe Ends = *Pipe::open();
  Output Stdout{*Loop, Ends.Write.borrow()};
  OutputQueue Queue{Stdout, {}};
};

TEST_F(OutputTest, IsNotStuckWhereNothingWaits) {
  EXPECT_FALSE(Stdout.stuckSince());
  Queue.Bytes.append("line\n"); // not tried yet, and nothing was written before
  EXPECT_FALSE(Stdout.stuckSince());
  Stdout.flush();
  EXPECT_FALSE(Stdout.stuckSince());
}
TEST_F(OutputTest, IsStuckSinceItTookSomething) {
  fill();
  ASSERT_TRUE(Stdout.stuckSince());
  EXPECT_EQ(*Stdout.stuckSince(), Loop->now());
}
TEST_F(OutputTest, IsStuckAnewAfterItWasRead) {
  fill();
  readAll();
  EXPECT_FALSE(Stdout.stuckSince());
  ASSERT_TRUE(Loop->poll()); // time passes
  fill();
  EXPECT_EQ(*Stdout.stuckSince(), Loop->now());
}
