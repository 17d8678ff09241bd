//===- TokenStream.cpp - Tokens, one at a time, and the first error -------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the members of TokenStream.
//===----------------------------------------------------------------------===//
#include "ir/TokenStream.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;
using llvm::Twine;

namespace fdtidy::ir {

TokenStream::TokenStream(StringRef Text, StringRef FileName)
    : FileName(FileName), Lex(Text) {
  advance();
}

void TokenStream::advance() {
  unsigned Line = Next.Line, Column = Next.Column + unsigned(Next.Text.size());
  Next = Lex.next();
  Current = Next;
  if (InLine && Next.StartsLine) {
    Current.Which = Token::Kind::EndOfLine;
    Current.Line = Line;
    Current.Column = Column;
  }
}

Token TokenStream::take() {
  Token T = Current;
  if (T.Which != Token::Kind::EndOfLine)
    advance();
  return T;
}

bool TokenStream::eatWord(StringRef Word) {
  if (!atWord(Word))
    return false;
  advance();
  return true;
}

bool TokenStream::eatPunct(StringRef Text) {
  if (!atPunct(Text))
    return false;
  advance();
  return true;
}

void TokenStream::beginLine() { InLine = true; }

void TokenStream::leaveLine() {
  InLine = false;
  Current = Next;
}

bool TokenStream::endLine() {
  // A body may close on the line of its last statement.
  if (!at(Token::Kind::EndOfLine) && !at(Token::Kind::End) && !atPunct("}"))
    return expected("the end of the line");
  leaveLine();
  return false;
}

bool TokenStream::error(const Token &At, const Twine &Text) {
  if (Message.empty())
    Message = (FileName + ":" + Twine(At.Line) + ":" + Twine(At.Column) + ": " +
               (At.Which == Token::Kind::Invalid ? Twine(At.Value) : Text))
                  .str();
  return true;
}

/// \p Text in quotes, cut to a length that leaves a message readable.
static std::string quote(StringRef Text) {
  std::string Shown;
  llvm::raw_string_ostream OS(Shown);
  OS << '\'';
  for (char C : Text.take_front(40))
    if (llvm::isPrint(C))
      OS << C;
    else
      OS << '?';
  OS << (Text.size() > 40 ? "...'" : "'");
  return Shown;
}

bool TokenStream::expected(const Twine &What) {
  std::string Found = at(Token::Kind::End)         ? "the end of the file"
                      : at(Token::Kind::EndOfLine) ? "the end of the line"
                                                   : quote(Current.Text);
  return error(Current, "found " + Found + ", expected " + What);
}

bool TokenStream::expectPunct(StringRef Text) {
  return eatPunct(Text) ? false : expected("'" + Text + "'");
}

bool TokenStream::unknown(const Token &At, StringRef What,
                          llvm::ArrayRef<StringRef> Known) {
  // A third of the word may be wrong, two letters of a short one (they may have
  // changed places), but no more than three.
  size_t Length = At.Text.size();
  unsigned Distance = Length > 40  ? 0
                      : Length < 4 ? 2
                                   : std::min(unsigned(Length) / 3 + 2, 4u);
  StringRef Best;
  for (StringRef Candidate : Known) {
    if (!Distance)
      break;
    unsigned D = Candidate.edit_distance(At.Text, true, Distance);
    if (!Candidate.empty() && D < Distance) {
      Best = Candidate;
      Distance = D;
    }
  }
  std::string Hint =
      Best.empty() ? "" : ("; did you mean '" + Best + "'?").str();
  return error(At, "unknown " + What + " " + quote(At.Text) + Hint);
}

llvm::Error TokenStream::takeError() {
  return llvm::make_error<llvm::StringError>(Message,
                                             llvm::inconvertibleErrorCode());
}

} // namespace fdtidy::ir
