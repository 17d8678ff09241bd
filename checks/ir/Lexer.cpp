//===- Lexer.cpp - The tokens of the handle IR's text ---------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the members of Lexer.
//===----------------------------------------------------------------------===//
#include "ir/Lexer.h"
#include "ir/Spelling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"

using llvm::StringRef;

namespace fdtidy::ir {

void Lexer::skipBlanks() {
  while (Pos < Text.size()) {
    char C = Text[Pos];
    if (C == '\n') {
      ++Line;
      LineStart = Pos + 1;
      AtLineStart = true;
    } else if (C == ';') {
      Pos = std::min(Text.find('\n', Pos), Text.size());
      continue;
    } else if (C != ' ' && C != '\t' && C != '\r') {
      return;
    }
    ++Pos;
  }
}

void Lexer::finish(Token &T, size_t Length) {
  T.Text = Text.substr(Pos, Length);
  Pos += Length;
}

void Lexer::invalid(Token &T, size_t Length, const llvm::Twine &Why) {
  T.Which = Token::Kind::Invalid;
  T.Value = Saver.save(Why);
  finish(T, Length);
}

size_t Lexer::stringLength(size_t Start) const {
  for (size_t I = Start + 1; I < Text.size() && Text[I] != '\n'; ++I) {
    if (Text[I] == '"')
      return I + 1 - Start;
    if (Text[I] == '\\' && I + 1 < Text.size() && Text[I + 1] == '\\')
      ++I;
  }
  return 0;
}

/// `\\` is a backslash, `\HH` a byte; any other `\` stands for itself.
StringRef Lexer::unescape(StringRef Quoted) {
  StringRef Inner = Quoted.drop_front().drop_back();
  if (!Inner.contains('\\'))
    return Inner;
  std::string Value;
  for (size_t I = 0; I < Inner.size(); ++I) {
    if (Inner[I] != '\\') {
      Value += Inner[I];
    } else if (Inner.substr(I + 1).starts_with("\\")) {
      Value += '\\';
      ++I;
    } else if (I + 2 < Inner.size() && llvm::isHexDigit(Inner[I + 1]) &&
               llvm::isHexDigit(Inner[I + 2])) {
      Value += char(llvm::hexFromNibbles(Inner[I + 1], Inner[I + 2]));
      I += 2;
    } else {
      Value += '\\';
    }
  }
  return Saver.save(Value);
}

void Lexer::string(Token &T) {
  size_t Length = stringLength(Pos);
  if (!Length) {
    size_t Rest = std::min(Text.find('\n', Pos), Text.size()) - Pos;
    return invalid(T, Rest, "the string does not end on its line");
  }
  T.Which = Token::Kind::String;
  T.Value = unescape(Text.substr(Pos, Length));
  finish(T, Length);
}

/// A sigil, then a bare name of \p BareLength or a string.
void Lexer::name(Token &T, Token::Kind Kind, size_t BareLength) {
  T.Which = Kind;
  if (BareLength) {
    finish(T, BareLength + 1);
    T.Value = T.Text.drop_front();
    return;
  }
  size_t Length =
      Text.substr(Pos + 1).starts_with("\"") ? stringLength(Pos + 1) : 0;
  if (!Length)
    return invalid(T, 1,
                   llvm::Twine("no name follows '") + Text.substr(Pos, 1) +
                       "'");
  T.Quoted = true;
  T.Value = unescape(Text.substr(Pos + 1, Length));
  finish(T, Length + 1);
}

void Lexer::integer(Token &T) {
  T.Which = Token::Kind::Integer;
  size_t Length = Text.substr(Pos).take_while(llvm::isAlnum).size();
  StringRef Digits = Text.substr(Pos, Length);
  bool Hex = Digits.starts_with("0x");
  StringRef Bare = Hex ? Digits.drop_front(2) : Digits;
  bool AllDigits = !Bare.empty() && llvm::all_of(Bare, [&](char C) {
    return Hex ? llvm::isHexDigit(C) : llvm::isDigit(C);
  });
  if (!AllDigits)
    return invalid(T, Length,
                   "'" + Digits.take_front(40) + "' is no number");
  if (Bare.getAsInteger(Hex ? 16 : 10, T.Number))
    return invalid(T, Length,
                   "'" + Digits.take_front(40) + "' does not fit in 64 bits");
  finish(T, Length);
}

/// `!12:3`, `!path:12:3` or `!"any path":12:3`.
void Lexer::location(Token &T) {
  T.Which = Token::Kind::Location;
  size_t I = Pos + 1;
  auto Number = [&](unsigned &Value) {
    StringRef Digits = Text.substr(I).take_while(llvm::isDigit);
    I += Digits.size();
    return !Digits.getAsInteger(10, Value);
  };
  auto Colon = [&] { return I < Text.size() && Text[I] == ':' && ++I; };
  // A path may consist of digits, so what comes before two numbers is one.
  auto LineAndColumn = [&] {
    return Number(T.LocLine) && Colon() && Number(T.LocColumn);
  };
  size_t Quoted = Text.substr(I).starts_with("\"") ? stringLength(I) : 0;
  size_t Bare = pathLength(Text.substr(I));
  if (Quoted) {
    T.Value = unescape(Text.substr(I, Quoted));
    T.HasFile = true;
    I += Quoted;
    if (Colon() && LineAndColumn())
      return finish(T, I - Pos);
  } else if (Bare) {
    size_t Start = I;
    I += Bare;
    if (Colon() && LineAndColumn()) {
      T.Value = Text.substr(Start, Bare);
      T.HasFile = true;
      return finish(T, I - Pos);
    }
    I = Start;
    if (LineAndColumn())
      return finish(T, I - Pos);
  }
  StringRef Found = Text.substr(Pos).take_until(
      [](char C) { return llvm::isSpace(C) || C == ','; });
  invalid(T, Found.size(),
          "'" + Found.take_front(40) +
              "' is no location, expected '!line:column' or "
              "'!file:line:column'");
}

void Lexer::punct(Token &T) {
  static constexpr StringRef Long[] = {"...", "->", "==", "!=",
                                       "<=",  ">=", "<<", ">>"};
  T.Which = Token::Kind::Punct;
  StringRef Rest = Text.substr(Pos);
  for (StringRef P : Long)
    if (Rest.starts_with(P))
      return finish(T, P.size());
  if (StringRef("{}()[],:.=<>+-*&|^?").contains(Rest[0]))
    return finish(T, 1);
  std::string Shown;
  llvm::raw_string_ostream OS(Shown);
  llvm::printEscapedString(Rest.take_front(1), OS);
  invalid(T, 1, "stray '" + llvm::Twine(Shown) + "'");
}

Token Lexer::next() {
  skipBlanks();
  Token T;
  T.StartsLine = AtLineStart;
  AtLineStart = false;
  T.Line = Line;
  T.Column = unsigned(Pos - LineStart) + 1;
  if (Pos >= Text.size())
    return T;
  char C = Text[Pos];
  StringRef After = Text.substr(Pos + 1);
  if (C == '%') {
    name(T, Token::Kind::Local, wordLength(After));
  } else if (C == '@') {
    name(T, Token::Kind::Symbol, symbolLength(After));
  } else if (C == '$') {
    name(T, Token::Kind::Global, symbolLength(After));
  } else if (C == '"') {
    string(T);
  } else if (llvm::isDigit(C)) {
    integer(T);
  } else if (C == '!' && !After.starts_with("=")) {
    location(T);
  } else if (size_t Length = wordLength(Text.substr(Pos))) {
    // copy-ctor is one word, x - y is not.
    while (Text.substr(Pos + Length).starts_with("-") &&
           wordLength(Text.substr(Pos + Length + 1)))
      Length += 1 + wordLength(Text.substr(Pos + Length + 1));
    T.Which = Token::Kind::Word;
    finish(T, Length);
    T.Value = T.Text;
  } else {
    punct(T);
  }
  return T;
}

} // namespace fdtidy::ir
