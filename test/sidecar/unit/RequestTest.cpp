//===- RequestTest.cpp - The control protocol
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Request.h"
#include <gtest/gtest.h>
#include <random>

using namespace sidecar;

TEST(Request, AllKeys) {
  Result<Request> R = parseRequest(
      R"({"command":"logs","names":["a"],"lines":5,"follow":true,"wait":false})");
  ASSERT_TRUE(R);
  EXPECT_EQ(R->What, Request::Verb::Logs);
  EXPECT_EQ(R->Names, std::vector<std::string>{"a"});
  EXPECT_EQ(R->Lines, 5);
  EXPECT_TRUE(R->Follow);
  EXPECT_FALSE(R->Wait);
}
TEST(Request, Errors) {
  const std::pair<const char *, const char *> Rows[] = {
      {"", "a request is a JSON object"},
      {"[]", "a request is a JSON object"},
      {"{}", "unknown command"},
      {R"({"command":"dance"})", "unknown command"},
      {R"({"command":1})", "unknown key or wrong type: 'command'"},
      {R"({"command":"start"})", "a name is needed"},
      {R"({"command":"start","names":[1]})", "`names` is a list of strings"},
      {R"({"command":"logs","names":["a","b"]})", "a name is needed"},
      {R"({"command":"logs","names":["a"],"lines":-2})",
       "`lines` is out of range"},
      {R"({"command":"status","x":1})", "unknown key or wrong type: 'x'"}};
  for (auto [Text, Expected] : Rows) {
    Result<Request> R = parseRequest(Text);
    ASSERT_FALSE(R) << Text;
    EXPECT_EQ(R.error().message(), Expected);
  }
}
TEST(Request, AnyBytesAreAnAnswer) {
  std::mt19937 Random(3);
  const std::string Letters = "{}[]\":,0-9.etrufalsn\\\xff ";
  for (int I = 0; I < 20000; ++I) {
    std::string Text(Random() % 60, 0);
    for (char &C : Text)
      C = Letters[Random() % Letters.size()];
    (void)!parseRequest(Text);
  }
}
