//===- ParseHeader.cpp - Headers of functions -----------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the productions of a function but for its body.
//===----------------------------------------------------------------------===//
#include "ir/Attributes.h"
#include "ir/Spelling.h"
#include "ir/TextParser.h"

using llvm::StringRef;

namespace fdtidy::ir {

/// function ::= 'func' SYMBOL [STRING] ['(' [param {',' param}] ')']
///              functionWord* ['->' type] ['anchor' anchor {',' anchor}]
///              ['says' promise {',' promise}] [LOCATION] ['{' body '}']
/// anchor ::= place ['at' LOCATION]
bool TextParser::function() {
  Tokens.beginLine();
  Token First = Tokens.take(), Name = Tokens.peek();
  if (functionName(Current) ||
      defineOnce(DefinedFunctions, Current.index(), Name, "function"))
    return true;
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
  if (Tokens.eatWord("anchor"))
    do {
      Anchor &A = F.Anchors.emplace_back();
      if (place(A.Of) || (Tokens.eatWord("at") && neededLoc(A.At)))
        return true;
    } while (Tokens.eatPunct(","));
  if (Tokens.eatWord("says"))
    do {
      if (promise(F.Contract.emplace_back()))
        return true;
    } while (Tokens.eatPunct(","));
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
///                | 'address-taken' | 'borrows' | 'plain'
bool TextParser::functionWords(FunctionInfo &Info) {
  while (Tokens.at(Token::Kind::Word) && !Tokens.atWord("says") &&
         !Tokens.atWord("anchor")) {
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
      std::vector<StringRef> Words = {"of", "says", "anchor"};
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

/// promise ::= ('acquires' | 'lends' | 'releases' | 'takes' | 'uses' | 'borrows')
///             place [KIND] ['ok' '(' condition ')']
///           | 'unread' STRING
bool TextParser::promise(Promise &P) {
  std::vector<StringRef> Words;
  for (unsigned K = 0; K <= unsigned(PromiseKind::Unread); ++K) {
    Words.push_back(spelling(PromiseKind(K)));
    if (!Tokens.eatWord(Words.back()))
      continue;
    P.Kind = PromiseKind(K);
    if (P.Kind == PromiseKind::Unread)
      return text(P.Text);
    if (place(P.Of))
      return true;
    if (Tokens.at(Token::Kind::Word) && !Tokens.atWord("ok") &&
        ownerKind(P.Owner))
      return true;
    return Tokens.eatWord("ok") && parenCondition(P.When);
  }
  if (Tokens.at(Token::Kind::Word))
    return Tokens.unknown(Tokens.peek(), "promise", Words);
  return Tokens.expected("a promise");
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

} // namespace fdtidy::ir
