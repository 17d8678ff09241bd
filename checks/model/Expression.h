//===- Expression.h - The small language inside a table ---------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines ExpressionParser for the places, tests and guards of a table:
//
//   slot     := "*" slot | root step*
//   root     := "ret" | "this" | "arg" N | "args" [N]
//   step     := "[" N "]" | "->" name | "." name
//   test     := slot compare constant
//   guard    := ["!"] "arg" N ( "&" bits | ("==" | "!=") constant
//                             | "has" '"' letters '"' )
//   bits     := constant ("|" constant)*
//   remedy   := name "(" argument ("," argument)* ")"
//   argument := "arg" N | words without "," and ")"
//   compare  := "==" | "!=" | "<" | "<=" | ">" | ">="
//   constant := integer | name | "null" | "true" | "false"
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_MODEL_EXPRESSION_H
#define FDTIDY_MODEL_EXPRESSION_H

#include "model/Constants.h"
#include "model/Effect.h"
#include "llvm/ADT/StringRef.h"

namespace fdtidy::model {

/// Parses one expression. Each function takes the whole text, and returns none
/// if it is wrong; message() then says how, and offset() where in the text.
class ExpressionParser {
public:
  ExpressionParser(llvm::StringRef Text, const Constants &Known)
      : Text(Text), Rest(Text), Known(Known) {}

  std::optional<Slot> slot();
  std::optional<Test> test();
  std::optional<Guard> guard();
  std::optional<Remedy> remedy();
  /// An integer, a named constant or several of them joined by `|`.
  std::optional<int64_t> constant();

  size_t offset() const { return Offset; }
  const std::string &message() const { return Message; }

private:
  bool eat(llvm::StringRef Token);
  llvm::StringRef name();
  bool number(uint32_t &Value);
  bool parseSlot(Slot &S);
  bool parseStep(Slot &S);
  bool parseConstant(int64_t &Value);
  bool parseBits(int64_t &Value);
  std::optional<Compare> compare();
  /// The whole text is wrong, unless something in it was found wrong before.
  std::nullopt_t bad(llvm::StringRef What, llvm::StringRef Remedy);
  bool atEnd();

  llvm::StringRef Text, Rest;
  const Constants &Known;
  size_t Offset = 0;
  std::string Message;
};

} // namespace fdtidy::model

#endif // FDTIDY_MODEL_EXPRESSION_H
