//===- JsonTextTest.cpp - JSON of any bytes
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "JsonText.h"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <random>

using namespace sidecar;

static std::string asJson(std::string_view Text) {
  std::string Out;
  appendJsonString(Out, Text);
  return Out;
}

TEST(JsonText, Escapes) {
  EXPECT_EQ(asJson("a\"b\\c\n\t\x01"), "\"a\\\"b\\\\c\\n\\t\\u0001\"");
}
TEST(JsonText, Utf8IsKept) {
  EXPECT_EQ(asJson("\u00e4\u20ac\U0001F600"),
            "\"\u00e4\u20ac\U0001F600\"");
}
TEST(JsonText, WhatIsNotUtf8IsReplaced) {
  EXPECT_EQ(asJson("\xff"), "\"\ufffd\"");
  EXPECT_EQ(asJson("\xc0\xaf"), "\"\ufffd\ufffd\""); // overlong
  EXPECT_EQ(asJson("\xe2\x82"), "\"\ufffd\ufffd\""); // cut off
  EXPECT_EQ(asJson("\xed\xa0\x80"), "\"\ufffd\ufffd\ufffd\""); // surrogate
}
TEST(JsonText, AnyBytesMakeValidJson) {
  std::mt19937 Random(1);
  for (int I = 0; I < 2000; ++I) {
    std::string Bytes(Random() % 40, 0);
    for (char &C : Bytes)
      C = char(Random());
    EXPECT_TRUE(nlohmann::json::accept(asJson(Bytes)));
  }
}
TEST(JsonText, Objects) {
  std::string Out;
  JsonText J(Out);
  J.beginObject().field("a", 1).key("b").beginArray().value("x").value(true);
  J.null().endArray().key("c").seconds(1.5).endObject();
  EXPECT_EQ(Out, "{\"a\":1,\"b\":[\"x\",true,null],\"c\":1.500}");
}
