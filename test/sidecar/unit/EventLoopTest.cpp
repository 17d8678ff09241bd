//===- EventLoopTest.cpp - Registrations and timers
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "EventLoop.h"
#include <gtest/gtest.h>
#include <sys/epoll.h>
#include <sys/syscall.h>

using namespace sidecar;

static int Refusals = 0; // of the next additions

/// In place of libc's.
extern "C" int epoll_ctl(int Epoll, int Operation, int Fd,
                         epoll_event *Event) noexcept {
  if (Operation == EPOLL_CTL_ADD && Refusals > 0) {
    --Refusals;
    errno = ENOMEM;
    return -1;
  }
  return int(::syscall(SYS_epoll_ctl, Epoll, Operation, Fd, Event));
}

class EventLoopTest : public ::testing::Test {
protected:
  void SetUp() override { Loop = std::move(*EventLoop::open()); }
  void write(const Pipe &P) { ASSERT_EQ(::write(P.Write.raw(), "x", 1), 1); }
  std::unique_ptr<EventLoop> Loop;
  Pipe A = *Pipe::open(), B = *Pipe::open();
};

TEST_F(EventLoopTest, AHandlerThatRemovesAnotherOfTheSameBatch) {
  int Calls = 0;
  Registration RA, RB;
  RA = *Loop->add(A.Read.borrow(), EPOLLIN, [&](uint32_t) {
    ++Calls;
    RB.remove();
    RA.remove();
  });
  RB = *Loop->add(B.Read.borrow(), EPOLLIN, [&](uint32_t) {
    ++Calls;
    RA.remove();
    RB.remove();
  });
  write(A);
  write(B);
  ASSERT_TRUE(Loop->poll());
  EXPECT_EQ(Calls, 1);
  ASSERT_TRUE(Loop->poll());
  EXPECT_EQ(Calls, 1);
}
TEST_F(EventLoopTest, APausedOneIsNotInEpollAtAll) {
  int Calls = 0;
  Registration R =
      *Loop->add(A.Read.borrow(), EPOLLIN, [&](uint32_t) { ++Calls; });
  R.pause();
  A.Write.reset(); // EPOLLHUP, which no mask keeps away
  ASSERT_TRUE(Loop->poll());
  EXPECT_EQ(Calls, 0);
  ASSERT_TRUE(R.resume());
  ASSERT_TRUE(Loop->poll());
  EXPECT_EQ(Calls, 1);
}
TEST_F(EventLoopTest, WhatWasRefusedCanBeTriedAgainSoon) {
  ::alarm(60); // a loop that waits for ever ends the test
  int Calls = 0;
  Registration R =
      *Loop->add(A.Read.borrow(), EPOLLIN, [&](uint32_t) { ++Calls; });
  R.pause();
  write(A);
  Refusals = 1;
  EXPECT_FALSE(R.resume());
  ASSERT_TRUE(Loop->turn()); // although there is no event
  EXPECT_EQ(Calls, 0);
  EXPECT_TRUE(R.resume());
  ASSERT_TRUE(Loop->turn());
  EXPECT_EQ(Calls, 1);
  ::alarm(0);
}
TEST_F(EventLoopTest, TimersFireInOrderAndOnce) {
  std::vector<int> Fired;
  TimePoint Now = Clock::now();
  Timer One(*Loop, [&] { Fired.push_back(1); });
  Timer Two(*Loop, [&] { Fired.push_back(2); });
  Timer Never(*Loop, [&] { Fired.push_back(3); });
  Two.arm(Now - std::chrono::milliseconds(1));
  One.arm(Now - std::chrono::milliseconds(2));
  Never.arm(Now);
  Never.cancel();
  ASSERT_TRUE(Loop->turn());
  ASSERT_TRUE(Loop->poll());
  EXPECT_EQ(Fired, (std::vector<int>{1, 2}));
}
TEST_F(EventLoopTest, ATimerThatIsDestroyedDoesNotFire) {
  bool Fired = false;
  { Timer T(*Loop, [&] { Fired = true; }); T.arm(Clock::now()); }
  ASSERT_TRUE(Loop->poll());
  EXPECT_FALSE(Fired);
}
TEST_F(EventLoopTest, WhatEpollRefusesIsAnErrorAndLeavesNothing) {
  OwnedFd File(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
  Result<Registration> R = Loop->add(File.borrow(), EPOLLIN, [](uint32_t) {});
  ASSERT_FALSE(R);
  EXPECT_EQ(R.error().Number, EPERM);
}
