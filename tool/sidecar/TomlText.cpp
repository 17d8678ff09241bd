//===- TomlText.cpp - What toml++ may be given ----------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the search: a scan that knows strings and comments, no more.
//===----------------------------------------------------------------------===//
#include "TomlText.h"
#include "Utf8.h"
#include <algorithm>
#include <cstdio>

namespace sidecar {

namespace {

constexpr std::string_view Blank = " \t\r\n";
/// What a string may follow. Elsewhere a quote is an error, at which toml++
/// stops, but not before it has looked for the end of the word.
constexpr std::string_view BeforeString = " \t\r\n=[{,.";

class Scan {
public:
  explicit Scan(std::string_view Text) : Text(Text) {}

  /// The place of the first character that is not where it may be, or npos.
  size_t run() {
    if (Text.starts_with("\xEF\xBB\xBF"))
      At = 3;
    while (At < Text.size()) {
      char C = Text[At];
      bool Begins =
          At == 0 || BeforeString.find(Text[At - 1]) != std::string_view::npos;
      if (C == '#') {
        skipTo("\n", 0);
      } else if ((C == '"' || C == '\'') && Begins) {
        if (!string(C))
          return At;
      } else if (C & 0x80) {
        return At;
      } else {
        ++At;
      }
    }
    return std::string_view::npos;
  }

private:
  void skipTo(std::string_view What, size_t From) {
    At = std::min(Text.find(What, At + From), Text.size());
  }

  bool string(char Quote) {
    const char Three[] = {Quote, Quote, Quote, 0};
    bool Long = Text.substr(At).starts_with(Three);
    At += Long ? 3 : 1;
    for (; At < Text.size(); ++At) {
      if (Text[At] == '\\' && Quote == '"') {
        if (!escape())
          return false;
      } else if (Long ? Text.substr(At).starts_with(Three)
                      : Text[At] == Quote || Text[At] == '\n') {
        At += Long ? 3 : 1;
        // Up to two quotes may stand before the three that end it.
        for (int More = 0; Long && More < 2 && Text[At - 1] == Quote &&
                           Text.substr(At).starts_with(Quote);
             ++More)
          ++At;
        return true;
      }
    }
    return true;
  }

  /// Leaves At on the last character of it. One at the end of a line takes the
  /// blanks that follow, and what comes then is looked up as blank, too.
  bool escape() {
    size_t Next = Text.find_first_not_of(Blank, At + 1);
    if (Next == std::string_view::npos)
      Next = Text.size();
    if (Next < Text.size() && (Text[Next] & 0x80)) {
      At = Next;
      return false;
    }
    At = Next == At + 1 ? Next : Next - 1;
    return true;
  }

  std::string_view Text;
  size_t At = 0;
};

TextProblem problemAt(std::string_view Text, size_t At, std::string What) {
  std::string_view Before = Text.substr(0, At);
  if (Before.starts_with("\xEF\xBB\xBF"))
    Before.remove_prefix(3);
  size_t Newline = Before.rfind('\n');
  std::string_view Line = Before.substr(Newline + 1); // npos + 1 is 0
  auto Begins = [](char C) { return (C & 0xC0) != 0x80; };
  return {1 + size_t(std::count(Before.begin(), Before.end(), '\n')),
          1 + size_t(std::count_if(Line.begin(), Line.end(), Begins)),
          std::move(What)};
}

} // namespace

std::optional<TextProblem> unfitForToml(std::string_view Text) {
  if (size_t At = utf8Prefix(Text); At != Text.size()) {
    char Byte[8];
    std::snprintf(Byte, sizeof Byte, "0x%02X", Text[At] & 0xFFu);
    return problemAt(Text, At, std::string("the byte ") + Byte +
                                   " is not UTF-8");
  }
  if (size_t At = Scan(Text).run(); At != std::string_view::npos)
    return problemAt(
        Text, At,
        "'" + std::string(Text.substr(At, utf8Length(Text.substr(At)))) +
            "' can stand in a string or a comment only, and not right behind "
            "the \\ of a string");
  return std::nullopt;
}

} // namespace sidecar
