//===- RestartPolicyTest.cpp - Policy on a clock that is made up
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "RestartPolicy.h"
#include <gtest/gtest.h>

using namespace sidecar;
using namespace std::chrono_literals;

namespace {

const TimePoint Start{};

TEST(RestartPolicy, AcceptableExitsAreDoneUnlessAlways) {
  RestartRules R;
  EXPECT_EQ(RestartPolicy(R).judge(true, Start), Verdict::Retry);
  R.Mode = RestartMode::OnFailure;
  EXPECT_EQ(RestartPolicy(R).judge(true, Start), Verdict::Done);
  EXPECT_EQ(RestartPolicy(R).judge(false, Start), Verdict::Retry);
  R.Mode = RestartMode::Never;
  EXPECT_EQ(RestartPolicy(R).judge(true, Start), Verdict::Done);
  EXPECT_EQ(RestartPolicy(R).judge(false, Start), Verdict::Failed);
}

TEST(RestartPolicy, TheBudgetIsAWindowThatSlides) {
  RestartRules R;
  R.Budget = 2;
  R.Window = 10s;
  RestartPolicy P(R);
  EXPECT_EQ(P.judge(false, Start), Verdict::Retry);
  EXPECT_EQ(P.judge(false, Start + 5s), Verdict::Retry);
  EXPECT_EQ(P.judge(false, Start + 9s), Verdict::Failed);
  EXPECT_EQ(P.judge(false, Start + 10s), Verdict::Retry); // the first is out
  EXPECT_EQ(P.judge(false, Start + 14s), Verdict::Failed);
  P.clear();
  EXPECT_EQ(P.judge(false, Start + 14s), Verdict::Retry);
}

TEST(RestartPolicy, AnUnlimitedBudgetIsNeverUsedUp) {
  RestartRules R;
  R.Budget = std::nullopt;
  RestartPolicy P(R);
  for (int I = 0; I < 10000; ++I)
    ASSERT_EQ(P.judge(false, Start), Verdict::Retry);
}

TEST(RestartPolicy, TheDelayDoublesUpToTheLargest) {
  RestartPolicy P{RestartRules()};
  for (auto Expected : {100ms, 200ms, 400ms, 800ms, 1600ms, 3200ms, 6400ms,
                        10000ms, 10000ms})
    EXPECT_EQ(P.nextDelay(0), Duration(Expected));
  P.forgetBackoff();
  EXPECT_EQ(P.nextDelay(0), Duration(100ms));
}

TEST(RestartPolicy, OtherRulesCountForTheDelayThatIsUnderWay) {
  RestartPolicy P{RestartRules()};
  for (int I = 0; I < 3; ++I)
    (void)P.nextDelay(1);
  EXPECT_EQ(P.presentDelay(), Duration(440ms));
  RestartRules R;
  R.Max = 300ms;
  R.Jitter = 0;
  P.setRules(R);
  EXPECT_EQ(P.presentDelay(), Duration(300ms));
  P.setRules(RestartRules());
  EXPECT_EQ(P.nextDelay(0), Duration(800ms));
}

TEST(RestartPolicy, JitterIsAShareToEitherSide) {
  RestartRules R;
  R.Initial = R.Max = 100ms;
  RestartPolicy P(R);
  EXPECT_EQ(P.nextDelay(-1), Duration(90ms));
  EXPECT_EQ(P.nextDelay(1), Duration(110ms));
}

TEST(RestartPolicy, AZeroDelayStaysZero) {
  RestartRules R;
  R.Initial = 0s;
  RestartPolicy P(R);
  for (int I = 0; I < 100; ++I)
    EXPECT_EQ(P.nextDelay(1), Duration(0));
}

TEST(RestartPolicy, ABudgetBeyondItsDelays) {
  RestartRules R;
  EXPECT_TRUE(R.budgetCanBeUsedUp());
  R.Initial = R.Max = 10s;
  R.Window = 40s;
  EXPECT_FALSE(R.budgetCanBeUsedUp()); // 5 restarts take 50 s
  R.Budget = 4;
  EXPECT_TRUE(R.budgetCanBeUsedUp());
  R.Budget = std::nullopt;
  EXPECT_TRUE(R.budgetCanBeUsedUp());
}

} // namespace
