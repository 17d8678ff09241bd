//===- Parser.cpp - Modules, records and headers of functions ---------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines parse() and the outer productions of TextParser.
//===----------------------------------------------------------------------===//
#include "ir/Parser.h"
#include "ir/Attributes.h"
#include "ir/DefaultType.h"
#include "ir/Printer.h"
#include "ir/Spelling.h"
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

/// module ::= [header] (record | function)*
bool TextParser::module() {
  if (Tokens.atWord("fdir") && header())
    return true;
  while (!Tokens.at(Token::Kind::End)) {
    if (Tokens.atWord("record") ? record()
        : Tokens.atWord("func") ? function()
                                : Tokens.expected("'func' or 'record'"))
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

static bool defineOnce(std::vector<bool> &Defined, uint32_t Index) {
  if (Defined.size() <= Index)
    Defined.resize(Index + 1, false);
  bool Twice = Defined[Index];
  Defined[Index] = true;
  return !Twice;
}

/// record ::= 'record' SYMBOL [STRING] recordWord* [LOCATION]
///            ['{' field* methods* '}']
/// recordWord ::= 'bases' SYMBOL {',' SYMBOL} | 'dtor' SYMBOL | 'user-dtor'
///              | 'user-copy' | 'no-copy' | 'all-bodies'
bool TextParser::record() {
  Tokens.beginLine();
  Token First = Tokens.take();
  RecordID ID;
  Token Name = Tokens.peek();
  if (recordName(ID))
    return true;
  if (!defineOnce(DefinedRecords, ID.index()))
    return Tokens.error(Name, "record '" + Name.Text + "' is written twice");
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

/// field ::= '.' (WORD | STRING) [type] [LOCATION]
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
  loc(Field.Loc, First, Here);
  R.Fields.push_back(Field);
  return false;
}

/// function ::= 'func' SYMBOL [STRING] ['(' [param {',' param}] ')']
///              functionWord* ['->' type] [LOCATION] ['{' body '}']
bool TextParser::function() {
  Tokens.beginLine();
  Token First = Tokens.take(), Name = Tokens.peek();
  if (functionName(Current))
    return true;
  if (!defineOnce(DefinedFunctions, Current.index()))
    return Tokens.error(Name, "function '" + Name.Text + "' is written twice");
  if (Typed.size() <= Current.index())
    Typed.resize(Current.index() + 1);
  Function &F = M.at(Current);
  FunctionBuilder Builder(M, Current);
  B = &Builder;
  title(F.Info.Display);
  if (params(Builder) || functionWords(F.Info))
    return true;
  if (Tokens.eatPunct("->")) {
    PlaceID Ret = Builder.root(PlaceKind::Return, "");
    Typed[Current.index()].resize(F.Places.size(), false);
    Typed[Current.index()][Ret.index()] = true;
    Place &P = F.Places[Ret.index()];
    if (type(P.Type, P.Record))
      return true;
  }
  loc(F.Info.Loc, First, M.FileName);
  Here = F.Info.Loc ? M.text(M.loc(F.Info.Loc).File).str() : M.FileName;
  if (Short)
    completeHeader(F);
  bool Open;
  if (openBrace(Open))
    return true;
  return Open && body();
}

/// ['(' [param {',' param}] ')']
bool TextParser::params(FunctionBuilder &Builder) {
  Params.clear();
  if (!Tokens.eatPunct("("))
    return false;
  if (Tokens.eatPunct(")"))
    return false;
  do {
    if (param(Builder))
      return true;
  } while (Tokens.eatPunct(","));
  return Tokens.expectPunct(")");
}

/// param ::= ('this' | LOCAL) [':' type] [LOCATION]
bool TextParser::param(FunctionBuilder &Builder) {
  Token T = Tokens.peek();
  bool This = Tokens.atWord("this");
  if (!This && !Tokens.at(Token::Kind::Local))
    return Tokens.expected("a parameter, '%name' or 'this'");
  if (!This && !T.Quoted && tempNumber(T.Value))
    return Tokens.error(T, "'" + T.Text + "' is a temporary, expected another "
                                          "name for a parameter");
  Tokens.take();
  size_t Known = Builder.function().Places.size();
  PlaceID P = This ? Builder.addParam(PlaceKind::This, "")
                   : Builder.addParam(PlaceKind::Param, T.Value);
  if (P.index() < Known)
    return Tokens.error(T, "parameter '" + T.Text + "' is written twice");
  if (!This)
    Params[T.Value] = P;
  if (optionalType(P))
    return true;
  writtenLoc(Builder.function().Places[P.index()].Loc, M.FileName);
  return false;
}

static constexpr FunctionRole Roles[] = {
    FunctionRole::Method,         FunctionRole::StaticMethod,
    FunctionRole::Constructor,    FunctionRole::CopyConstructor,
    FunctionRole::MoveConstructor, FunctionRole::CopyAssignment,
    FunctionRole::MoveAssignment, FunctionRole::Destructor,
    FunctionRole::Lambda};

/// functionWord ::= 'of' SYMBOL | 'method' | 'static-method' | 'ctor'
///                | 'copy-ctor' | 'move-ctor' | 'copy-assign' | 'move-assign'
///                | 'dtor' | 'lambda' | 'public' | 'internal' | 'virtual'
///                | 'noexcept' | 'noreturn' | 'c' | 'implicit' | 'main'
///                | 'address-taken' | 'borrows'
bool TextParser::functionWords(FunctionInfo &Info) {
  while (Tokens.at(Token::Kind::Word)) {
    if (Tokens.eatWord("of")) {
      if (recordName(Info.Record))
        return true;
      continue;
    }
    const auto *Role = llvm::find_if(
        Roles, [&](FunctionRole R) { return Tokens.eatWord(spelling(R)); });
    if (Role != std::end(Roles)) {
      Info.Role = *Role;
      continue;
    }
    const auto *A = llvm::find_if(
        FunctionAttributes, [&](auto &A) { return Tokens.eatWord(A.Word); });
    if (A == std::end(FunctionAttributes)) {
      std::vector<StringRef> Words = {"of"};
      for (FunctionRole R : Roles)
        Words.push_back(spelling(R));
      for (auto &Known : FunctionAttributes)
        Words.push_back(Known.Word);
      return Tokens.unknown(Tokens.peek(), "attribute of a function", Words);
    }
    Info.*A->Flag = A->Value;
  }
  return false;
}

/// What the short form leaves out of a method's header.
void TextParser::completeHeader(Function &F) {
  FunctionInfo &Info = F.Info;
  for (PlaceID P : F.Params)
    if (F.place(P).Kind == PlaceKind::This) {
      if (!Info.Record)
        Info.Record = F.place(P).Record;
      if (Info.Role == FunctionRole::Free)
        Info.Role = FunctionRole::Method;
    }
  if (Info.Record && Info.Role == FunctionRole::Free)
    Info.Role = FunctionRole::Method;
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
