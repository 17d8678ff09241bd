//===- Spelling.h - How names are written -----------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines which names stand bare in the text of the IR, and how the others are
// quoted: as strings, with \\ and \HH (two hex digits) for what is not
// printable ASCII. The lexer and the printer share it, so they cannot disagree.
//
//   word    [A-Za-z_][A-Za-z0-9_]*                  after % and .
//   symbol  the same with ~ and, between two, ::     after @ and $
//   path    [A-Za-z0-9_./+-]+                       after !
//   t7      after %, a temporary; a variable of that name is quoted
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_SPELLING_H
#define FDTIDY_IR_SPELLING_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"
#include <optional>

namespace fdtidy::ir {

/// The length of the longest word, symbol or path that \p Text starts with.
size_t wordLength(llvm::StringRef Text);
size_t symbolLength(llvm::StringRef Text);
size_t pathLength(llvm::StringRef Text);

/// The number of `t7`; none for `t07`, `t`, `x7` and what has ten digits.
std::optional<uint32_t> tempNumber(llvm::StringRef Word);

void printString(llvm::raw_ostream &OS, llvm::StringRef Text);
/// As after % (a variable's name).
void printLocalName(llvm::raw_ostream &OS, llvm::StringRef Name);
/// As after a dot.
void printFieldName(llvm::raw_ostream &OS, llvm::StringRef Name);
/// As after @ or $.
void printSymbol(llvm::raw_ostream &OS, llvm::StringRef Name);
void printPath(llvm::raw_ostream &OS, llvm::StringRef Name);

} // namespace fdtidy::ir

#endif // FDTIDY_IR_SPELLING_H
