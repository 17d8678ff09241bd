//===- LineBufferTest.cpp - Lines out of chunks
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "LineBuffer.h"
#include <gtest/gtest.h>
#include <vector>

using namespace sidecar;

namespace {

/// Parts as text: `+` in front of a continued one, `$` behind an ended one.
struct Collector {
  std::vector<std::string> Parts;
  void operator()(const LinePart &P) {
    Parts.push_back((P.Continued ? "+" : "") + std::string(P.Text) +
                    (P.Ended ? "$" : ""));
  }
};

std::vector<std::string> cut(size_t Limit,
                             const std::vector<std::string> &Chunks) {
  LineBuffer Lines(Limit);
  Collector C;
  for (const std::string &Chunk : Chunks)
    Lines.feed(Chunk, C);
  Lines.flush(C);
  return C.Parts;
}
using Parts = std::vector<std::string>;

TEST(LineBuffer, LinesOfOneChunk) {
  EXPECT_EQ(cut(10, {"a\nb\n\nc\n"}), (Parts{"a$", "b$", "$", "c$"}));
}
TEST(LineBuffer, ALineOverSeveralChunks) {
  EXPECT_EQ(cut(10, {"ab", "cd", "e\nf\n"}), (Parts{"abcde$", "f$"}));
}
TEST(LineBuffer, ThePartialLineComesAtTheEnd) {
  EXPECT_EQ(cut(10, {"a\nb"}), (Parts{"a$", "b"}));
}
TEST(LineBuffer, ALineOfJustTheLimitIsWhole) {
  EXPECT_EQ(cut(4, {"abcd\n"}), (Parts{"abcd$"}));
  EXPECT_EQ(cut(4, {"abcd", "\n"}), (Parts{"abcd$"}));
  EXPECT_EQ(cut(4, {"ab", "cd", "\nx\n"}), (Parts{"abcd$", "x$"}));
}
TEST(LineBuffer, ALongerLineIsSplitAndMarked) {
  EXPECT_EQ(cut(4, {"abcdefghij\nk\n"}),
            (Parts{"abcd", "+efgh", "+ij$", "k$"}));
  EXPECT_EQ(cut(4, {"abcde"}), (Parts{"abcd", "+e"}));
}
TEST(LineBuffer, ASplitLeavesACharacterWhole) {
  EXPECT_EQ(cut(4, {"abc\u00e9\n"}), (Parts{"abc", "+\u00e9$"}));
  EXPECT_EQ(cut(4, {"abc\xC3", "\xA9\n"}), (Parts{"abc", "+\u00e9$"}));
  EXPECT_EQ(cut(4, {"ab\u00e9c\n"}), (Parts{"ab\u00e9", "+c$"}));
  // What is no UTF-8 is cut at the limit.
  EXPECT_EQ(cut(4, {"\x80\x80\x80\x80\x80"}),
            (Parts{"\x80\x80\x80\x80", "+\x80"}));
}
TEST(LineBuffer, ASmallerLimitCountsFromTheNextByteOn) {
  LineBuffer Lines(10);
  Collector C;
  Lines.feed("abcdef", C);
  Lines.setLimit(4);
  Lines.feed("ghijk\n", C);
  EXPECT_EQ(C.Parts, (Parts{"abcdef", "+ghij", "+k$"}));
}
TEST(LineBuffer, NoByteIsLostHoweverItIsCut) {
  std::string Text;
  for (int I = 0; I < 200; ++I)
    Text += std::string(size_t(I * 7 % 23), char('a' + I % 26)) + "\n";
  for (size_t Step = 1; Step < 40; ++Step) {
    LineBuffer Lines(9);
    std::string Back;
    auto Emit = [&](const LinePart &P) {
      EXPECT_LE(P.Text.size(), 9u);
      Back += P.Text;
      Back += P.Ended ? "\n" : "";
    };
    for (size_t At = 0; At < Text.size(); At += Step)
      Lines.feed(std::string_view(Text).substr(At, Step), Emit);
    Lines.flush(Emit);
    EXPECT_EQ(Back, Text) << Step;
  }
}

} // namespace
