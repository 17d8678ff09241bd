//===- Lexer.h - The tokens of the handle IR's text -------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Token and Lexer. Blanks and comments, `;` to the end of the line,
// separate tokens; a token knows whether it is the first of its line.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_LEXER_H
#define FDTIDY_IR_LEXER_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/StringSaver.h"

namespace fdtidy::ir {

struct Token {
  enum class Kind : uint8_t {
    End,       ///< of the text
    EndOfLine, ///< made by TokenStream only
    Word,      ///< release, this, b2; a `-` inside belongs to it: copy-ctor
    Local,     ///< %x, %"x"
    Symbol,    ///< @f, @"c:@F@f"
    Global,    ///< $x, $"c:@x"
    String,    ///< "close"
    Integer,   ///< 12, 0x1f
    Location,  ///< !12:3, !dir/file.h:12:3, !"a b.h":12:3
    Punct,     ///< { } ( ) [ ] , : . ... = + - -> * & | ^ ?
               ///< == != < <= > >= << >>
    Invalid,   ///< Value says why
  };
  Kind Which = Kind::End;
  bool StartsLine = false;
  bool Quoted = false;   ///< of a name: written as a string
  unsigned Line = 1, Column = 1; ///< of its first byte, from 1
  llvm::StringRef Text;  ///< as written
  llvm::StringRef Value; ///< of a name or string, without sigil, quotes and
                         ///< escapes; of a location, its file
  uint64_t Number = 0;   ///< of Integer
  bool HasFile = false;  ///< of Location
  unsigned LocLine = 0, LocColumn = 0; ///< of Location
};

class Lexer {
public:
  /// \p Text must outlive the lexer and its tokens, and they not the lexer.
  explicit Lexer(llvm::StringRef Text) : Text(Text) {}
  Token next();

private:
  void skipBlanks();
  void finish(Token &T, size_t Length);
  void invalid(Token &T, size_t Length, const llvm::Twine &Why);
  void name(Token &T, Token::Kind Kind, size_t BareLength);
  /// The length of the string literal at \p Start, 0 if it does not end.
  size_t stringLength(size_t Start) const;
  llvm::StringRef unescape(llvm::StringRef Quoted);
  void string(Token &T);
  void integer(Token &T);
  void location(Token &T);
  void punct(Token &T);

  llvm::StringRef Text;
  size_t Pos = 0;
  size_t LineStart = 0;
  unsigned Line = 1;
  bool AtLineStart = true;
  llvm::BumpPtrAllocator Allocator;
  llvm::StringSaver Saver{Allocator};
};

} // namespace fdtidy::ir

#endif // FDTIDY_IR_LEXER_H
