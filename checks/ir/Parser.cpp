//===- Parser.cpp - Modules -----------------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines parse() and the outermost productions of TextParser.
//===----------------------------------------------------------------------===//
#include "ir/Parser.h"
#include "ir/DefaultType.h"
#include "ir/Printer.h"
#include "ir/TextParser.h"

using llvm::StringRef;

namespace fdtidy::ir {

TextParser::TextParser(StringRef Text, StringRef FileName)
    : Text(Text), Tokens(Text, FileName) {
  M.FileName = FileName.str();
}

llvm::Expected<Module> TextParser::parse() {
  declareAll(Text);
  if (module())
    return Tokens.takeError();
  return std::move(M);
}

/// Makes what the text defines, in its order, whoever mentions it first.
void TextParser::declareAll(StringRef Text) {
  while (!Text.empty()) {
    StringRef Line;
    std::tie(Line, Text) = Text.split('\n');
    Line = Line.ltrim(" \t");
    bool IsFunction = Line.starts_with("func");
    if (!IsFunction && !Line.starts_with("record"))
      continue;
    Lexer Lex(Line);
    Token Keyword = Lex.next(), Name = Lex.next();
    if (Name.Which != Token::Kind::Symbol)
      continue;
    if (Keyword.Text == "func")
      M.function(Name.Value);
    else if (Keyword.Text == "record")
      M.record(Name.Value);
  }
}

/// module ::= [header] (record | function | fix)*
bool TextParser::module() {
  if (Tokens.atWord("fdir") && header())
    return true;
  while (!Tokens.at(Token::Kind::End)) {
    if (Tokens.atWord("record") ? record()
        : Tokens.atWord("func") ? function()
        : Tokens.atWord("fix")  ? fix()
                                : Tokens.expected("'func', 'record' or 'fix'"))
      return true;
  }
  complete();
  return false;
}

/// header ::= 'fdir' INTEGER STRING
bool TextParser::header() {
  Tokens.beginLine();
  Tokens.take();
  if (!Tokens.at(Token::Kind::Integer))
    return Tokens.expected("the version of the format");
  Token Version = Tokens.take();
  if (Version.Number != FormatVersion)
    return Tokens.error(Version, "version " + llvm::Twine(Version.Number) +
                                     " of the format, expected " +
                                     llvm::Twine(FormatVersion) +
                                     "; lower the source file again");
  if (!Tokens.at(Token::Kind::String))
    return Tokens.expected("the name of the source file");
  M.FileName = Tokens.take().Value.str();
  Short = false;
  return Tokens.endLine();
}

/// fix ::= 'fix' 'cloexec' LOCATION ':' edit {',' edit}
/// edit ::= LOCATION INTEGER STRING
bool TextParser::fix() {
  Tokens.beginLine();
  Tokens.take();
  if (!Tokens.eatWord("cloexec"))
    return Tokens.expected("'cloexec'");
  LocID Of;
  Token Where = Tokens.peek();
  if (neededLoc(Of) || Tokens.expectPunct(":"))
    return true;
  std::vector<Edit> Edits;
  do {
    Edit &E = Edits.emplace_back();
    int64_t Length;
    if (neededLoc(E.At) || integer(Length))
      return true;
    if (Length < 0 || Length > INT32_MAX)
      return Tokens.expected("the number of characters before this");
    E.Length = unsigned(Length);
    if (!Tokens.at(Token::Kind::String))
      return Tokens.expected("a string");
    E.Text = Tokens.take().Value.str();
  } while (Tokens.eatPunct(","));
  for (const auto &[Other, Known] : M.CloexecFixes)
    if (M.samePosition(Other, Of))
      return Tokens.error(Where, "a second fix at '" + Where.Text + "'");
  M.CloexecFixes[Of] = std::move(Edits);
  return Tokens.endLine();
}

/// LOCATION
bool TextParser::neededLoc(LocID &L) {
  writtenLoc(L, M.FileName);
  return !L && Tokens.expected("a location, '!line:column'");
}

/// SYMBOL, of a record
bool TextParser::recordName(RecordID &R) {
  if (!Tokens.at(Token::Kind::Symbol))
    return Tokens.expected("'@record'");
  R = M.record(Tokens.take().Value);
  return false;
}

/// SYMBOL, of a function
bool TextParser::functionName(FunctionID &F) {
  if (!Tokens.at(Token::Kind::Symbol))
    return Tokens.expected("'@function'");
  F = M.function(Tokens.take().Value);
  return false;
}

/// [STRING], what messages call it
bool TextParser::title(StringID &Display) {
  if (Tokens.at(Token::Kind::String))
    Display = M.intern(Tokens.take().Value);
  return false;
}

/// The end of the line, or '{'.
bool TextParser::openBrace(bool &Open) {
  Open = Tokens.eatPunct("{");
  if (!Open)
    return Tokens.endLine();
  Tokens.leaveLine();
  return false;
}

bool TextParser::defineOnce(std::vector<bool> &Defined, uint32_t Index,
                            const Token &Name, StringRef What) {
  if (Defined.size() <= Index)
    Defined.resize(Index + 1, false);
  if (Defined[Index])
    return Tokens.error(Name, What + " '" + Name.Text + "' is written twice");
  Defined[Index] = true;
  return false;
}

/// What needs all records and functions: the types that are not written, and in
/// short form the members of records.
void TextParser::complete() {
  for (uint32_t I = 0; I < Typed.size(); ++I) {
    Function &F = M.Functions[I];
    Typed[I].resize(F.Places.size(), false);
    DefaultTypes Defaults(M, F, std::vector<bool>(F.Places.size(), true));
    for (uint32_t P = 0; P < F.Places.size(); ++P) {
      if (Typed[I][P])
        continue;
      TypeText Default = Defaults.of(PlaceID(P));
      F.Places[P].Type = Default.Type;
      F.Places[P].Record = Default.Record;
    }
  }
  if (!Short)
    return;
  for (uint32_t I = 0; I < M.Functions.size(); ++I) {
    const FunctionInfo &Info = M.Functions[I].Info;
    if (!Info.Record)
      continue;
    Record &R = M.at(Info.Record);
    if (!llvm::is_contained(R.Methods, FunctionID(I)))
      R.Methods.push_back(FunctionID(I));
    if (Info.Role == FunctionRole::Destructor && !R.Destructor) {
      R.Destructor = FunctionID(I);
      R.UserDestructor |= Info.UserProvided;
    }
  }
}

llvm::Expected<Module> parse(StringRef Text, StringRef FileName) {
  return TextParser(Text, FileName).parse();
}

} // namespace fdtidy::ir
