//===- TokenStream.h - Tokens and the first error ---------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines TokenStream: what the parser sees of the text. Between beginLine()
// and endLine() the end of the line is a token of its own.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_TOKENSTREAM_H
#define FDTIDY_IR_TOKENSTREAM_H

#include "ir/Lexer.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

namespace fdtidy::ir {

class TokenStream {
public:
  TokenStream(llvm::StringRef Text, llvm::StringRef FileName);

  const Token &peek() const { return Current; }
  Token take();
  bool at(Token::Kind Kind) const { return Current.Which == Kind; }
  bool atWord(llvm::StringRef Word) const {
    return at(Token::Kind::Word) && Current.Text == Word;
  }
  bool atPunct(llvm::StringRef Text) const {
    return at(Token::Kind::Punct) && Current.Text == Text;
  }
  bool eatWord(llvm::StringRef Word);
  bool eatPunct(llvm::StringRef Text);

  void beginLine();
  /// \returns true, and has an error, if something is left on the line.
  bool endLine();
  /// The line may go on, as after `{`.
  void leaveLine();

  // Errors. The first counts. Each returns true, so that a production can
  // return it.
  bool error(const Token &At, const llvm::Twine &Message);
  /// `found 'x', expected <Expected>`, at the current token.
  bool expected(const llvm::Twine &Expected);
  bool expectPunct(llvm::StringRef Text);
  /// `unknown <What> 'x'; did you mean 'y'?`, at \p At.
  bool unknown(const Token &At, llvm::StringRef What,
               llvm::ArrayRef<llvm::StringRef> Known);
  llvm::Error takeError();

private:
  void advance();

  std::string FileName;
  Lexer Lex;
  Token Next;    ///< as lexed
  Token Current; ///< the same, or EndOfLine
  bool InLine = false;
  std::string Message;
};

} // namespace fdtidy::ir

#endif // FDTIDY_IR_TOKENSTREAM_H
