//===- Spelling.cpp - How names are written -------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the rules of Spelling.h.
//===----------------------------------------------------------------------===//
#include "ir/Spelling.h"
#include "llvm/ADT/StringExtras.h"

using llvm::raw_ostream;
using llvm::StringRef;

namespace fdtidy::ir {

static bool startsWord(char C) { return llvm::isAlpha(C) || C == '_'; }
static bool continuesWord(char C) { return llvm::isAlnum(C) || C == '_'; }

size_t wordLength(StringRef Text) {
  if (Text.empty() || !startsWord(Text[0]))
    return 0;
  return Text.take_while(continuesWord).size();
}

size_t symbolLength(StringRef Text) {
  auto Starts = [&](size_t I) {
    return I < Text.size() && (startsWord(Text[I]) || Text[I] == '~');
  };
  if (!Starts(0))
    return 0;
  size_t I = 1;
  while (true) {
    if (I < Text.size() && (continuesWord(Text[I]) || Text[I] == '~'))
      ++I;
    else if (Text.substr(I).starts_with("::") && Starts(I + 2))
      I += 3;
    else
      return I;
  }
}

size_t pathLength(StringRef Text) {
  return Text
      .take_while([](char C) {
        return continuesWord(C) || StringRef("./+-").contains(C);
      })
      .size();
}

std::optional<uint32_t> tempNumber(StringRef Word) {
  uint32_t Number;
  if (!Word.consume_front("t") || Word.empty() || Word.size() > 9 ||
      (Word[0] == '0' && Word.size() > 1) || Word.getAsInteger(10, Number))
    return std::nullopt;
  return Number;
}

void printString(raw_ostream &OS, StringRef Text) {
  OS << '"';
  llvm::printEscapedString(Text, OS);
  OS << '"';
}

static void printName(raw_ostream &OS, StringRef Name, bool Bare) {
  if (Bare && !Name.empty())
    OS << Name;
  else
    printString(OS, Name);
}

void printLocalName(raw_ostream &OS, StringRef Name) {
  printName(OS, Name, wordLength(Name) == Name.size() && !tempNumber(Name));
}

void printFieldName(raw_ostream &OS, StringRef Name) {
  printName(OS, Name, wordLength(Name) == Name.size());
}

void printSymbol(raw_ostream &OS, StringRef Name) {
  printName(OS, Name, symbolLength(Name) == Name.size());
}

void printPath(raw_ostream &OS, StringRef Name) {
  printName(OS, Name, pathLength(Name) == Name.size());
}

} // namespace fdtidy::ir
