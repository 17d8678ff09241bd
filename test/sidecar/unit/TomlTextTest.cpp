//===- TomlTextTest.cpp - What toml++ is not given
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ConfigFile.h"
#include "TomlText.h"
#include <gtest/gtest.h>

using namespace sidecar;

namespace {

std::string problem(std::string_view Text) {
  std::optional<TextProblem> P = unfitForToml(Text);
  return P ? std::to_string(P->Line) + ":" + std::to_string(P->Column) + ": " +
                 P->What
           : "";
}

std::string misplaced(const char *At, const char *Character) {
  return std::string(At) + ": '" + Character +
         "' can stand in a string or a comment only, and not right behind the "
         "\\ of a string";
}

TEST(TomlText, WhatIsNoUtf8) {
  EXPECT_EQ(problem("a=1\nb='\xff'\n"), "2:4: the byte 0xFF is not UTF-8");
  EXPECT_EQ(problem("# \xc3\xa4\xc3"), "1:4: the byte 0xC3 is not UTF-8");
  EXPECT_EQ(problem("a='\xed\xa0\x80'"), "1:4: the byte 0xED is not UTF-8");
}

TEST(TomlText, ADamagedByteOrderMark) {
  EXPECT_EQ(problem("\xef\xbb\x99"), misplaced("1:1", "\xef\xbb\x99"));
  EXPECT_EQ(problem("\xef\xbb\xbf"
                    "a=1"),
            "");
  EXPECT_EQ(problem("\xef\xbb\xbf\xef\xbb\xbf"),
            misplaced("1:1", "\xef\xbb\xbf"));
}

TEST(TomlText, CharactersOutsideOfStrings) {
  for (const char *Text :
       {"ä=1", "a=1\nä=1", "a=trü", "a=1 ä", "[ä]", "a='x'ä", "a=\"x\"ä",
        "a='''x''''ä", "a=\"\"\"x\"\"\"\"\"ä", "a=''ä", "a=tru\"ä\"",
        "a='x\nä"})
    EXPECT_NE(problem(Text), "") << Text;
  EXPECT_EQ(problem("a=1\nb=ä"), misplaced("2:3", "ä"));
}

TEST(TomlText, CharactersBehindABackslash) {
  EXPECT_NE(problem("a=\"\\ä\""), "");
  EXPECT_NE(problem("a=\"\"\"x\\\n  ä\"\"\""), "");
  EXPECT_EQ(problem("a=\"\"\"x\\\n  yä\"\"\""), "");
  EXPECT_EQ(problem("a='\\ä'"), ""); // no escape in a literal string
}

TEST(TomlText, CharactersInStringsAndComments) {
  for (const char *Text :
       {"a='ä'", "a=\"ä\" # ö", "a=['ä',\"ö\"]", "a={b='ä'}", "a='''\nä''ä'''",
        "a=\"\"\"ä\"\"ä\\\"ä\"\"\"", "\"ä\"=1", "a.\"ä\"=1", "[daemon.'ä']",
        "a=\"\\\\\" # ä", "a=''\nb=''''''\nc='ä'", "# it's ä\nb='ä'"})
    EXPECT_EQ(problem(Text), "") << Text;
}

TEST(TomlText, AnErrorNamesTheFile) {
  ConfigReading R = readConfigText("[daemon.a]\nä=1\n", "site.toml");
  ASSERT_EQ(R.Errors.size(), 1u);
  EXPECT_EQ(R.Errors[0], "site.toml:" + misplaced("2:1", "ä"));
  EXPECT_FALSE(R.Value);
}

} // namespace
