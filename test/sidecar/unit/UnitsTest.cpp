//===- UnitsTest.cpp - Durations, sizes, near words
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Signals.h"
#include "Units.h"
#include <gtest/gtest.h>
#include <vector>

using namespace sidecar;
using namespace std::chrono_literals;

TEST(Units, Durations) {
  EXPECT_EQ(parseDuration("250ms"), Duration(250ms));
  EXPECT_EQ(parseDuration("8s"), Duration(8s));
  EXPECT_EQ(parseDuration("1m30s"), Duration(90s));
  EXPECT_EQ(parseDuration("0"), Duration(0));
  for (const char *Wrong : {"", "8", "s", "8 s", "-1s", "8x", "1.5s",
                            "99999999999999999999s", "9999999h", "1s1"})
    EXPECT_FALSE(parseDuration(Wrong)) << Wrong;
}
TEST(Units, Sizes) {
  EXPECT_EQ(parseSize("64KiB"), 65536u);
  EXPECT_EQ(parseSize("0B"), 0u);
  EXPECT_EQ(parseSize("2GiB"), uint64_t(2) << 30);
  for (const char *Wrong : {"", "64", "KiB", "64KiBx", "-1B", "1KiB1B",
                            "99999999999GiB"})
    EXPECT_FALSE(parseSize(Wrong)) << Wrong;
}
TEST(Units, TheNearestWord) {
  std::vector<std::string> Known{"command", "cwd", "critical"};
  EXPECT_EQ(nearest("comand", Known), "command");
  EXPECT_EQ(nearest("critcal", Known), "critical");
  EXPECT_EQ(nearest("zzzzzz", Known), "");
}
TEST(Signals, Names) {
  EXPECT_EQ(parseSignal("TERM"), SIGTERM);
  EXPECT_EQ(parseSignal("SIGUSR1"), SIGUSR1);
  EXPECT_EQ(parseSignal("2"), SIGINT);
  EXPECT_FALSE(parseSignal("0"));
  EXPECT_FALSE(parseSignal("65"));
  EXPECT_FALSE(parseSignal("NOPE"));
  EXPECT_EQ(signalName(SIGHUP), "HUP");
}
