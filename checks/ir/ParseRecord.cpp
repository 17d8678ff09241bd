//===- ParseRecord.cpp - Records ------------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the productions of records and their fields.
//===----------------------------------------------------------------------===//
#include "ir/Attributes.h"
#include "ir/TextParser.h"

using llvm::StringRef;

namespace fdtidy::ir {

/// record ::= 'record' SYMBOL [STRING] recordWord* [LOCATION]
///            ['{' field* methods* '}']
/// recordWord ::= 'bases' SYMBOL {',' SYMBOL} | 'dtor' SYMBOL | 'user-dtor'
///              | 'user-copy' | 'no-copy' | 'all-bodies'
bool TextParser::record() {
  Tokens.beginLine();
  Token First = Tokens.take();
  RecordID ID;
  Token Name = Tokens.peek();
  if (recordName(ID) || defineOnce(DefinedRecords, ID.index(), Name, "record"))
    return true;
  Record &R = M.at(ID);
  title(R.Display);
  while (Tokens.at(Token::Kind::Word)) {
    if (Tokens.eatWord("bases")) {
      do {
        if (recordName(R.Bases.emplace_back()))
          return true;
      } while (Tokens.eatPunct(","));
      continue;
    }
    if (Tokens.eatWord("dtor")) {
      if (functionName(R.Destructor))
        return true;
      continue;
    }
    const auto *A = llvm::find_if(
        RecordAttributes, [&](auto &A) { return Tokens.eatWord(A.Word); });
    if (A == std::end(RecordAttributes)) {
      std::vector<StringRef> Words = {"bases", "dtor"};
      for (auto &Known : RecordAttributes)
        Words.push_back(Known.Word);
      return Tokens.unknown(Tokens.peek(), "attribute of a record", Words);
    }
    R.*A->Flag = A->Value;
  }
  loc(R.Loc, First, M.FileName);
  bool Open;
  if (openBrace(Open))
    return true;
  return Open && recordBody(R);
}

/// field* methods* '}'
/// methods ::= 'methods' SYMBOL {',' SYMBOL}
bool TextParser::recordBody(Record &R) {
  Here = R.Loc ? M.text(M.loc(R.Loc).File).str() : M.FileName;
  while (!Tokens.eatPunct("}")) {
    Tokens.beginLine();
    if (Tokens.eatWord("methods")) {
      do {
        if (functionName(R.Methods.emplace_back()))
          return true;
      } while (Tokens.eatPunct(","));
    } else if (field(R)) {
      return true;
    }
    if (Tokens.endLine())
      return true;
  }
  return false;
}

/// field ::= '.' (WORD | STRING) [type ['owns'] ['borrows']] [LOCATION]
bool TextParser::field(Record &R) {
  Token First = Tokens.peek();
  if (!Tokens.eatPunct("."))
    return Tokens.expected("'.field', 'methods' or '}'");
  if (!Tokens.at(Token::Kind::Word) && !Tokens.at(Token::Kind::String))
    return Tokens.expected("the name of a field");
  FieldInfo Field;
  Field.Name = M.intern(Tokens.take().Value);
  Field.Type = ValueType::Int;
  if (Tokens.at(Token::Kind::Word) && type(Field.Type, Field.Record))
    return true;
  for (const auto &A : FieldAttributes)
    if (Tokens.eatWord(A.Word))
      Field.*A.Flag = A.Value;
  loc(Field.Loc, First, Here);
  R.Fields.push_back(Field);
  return false;
}

} // namespace fdtidy::ir
