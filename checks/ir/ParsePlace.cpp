//===- ParsePlace.cpp - Places, operands, conditions, types, locations ----===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the smallest productions of TextParser.
//===----------------------------------------------------------------------===//
#include "ir/Spelling.h"
#include "ir/TextParser.h"
#include <limits>

using llvm::StringRef;

namespace fdtidy::ir {

bool TextParser::atPlace() const {
  return Tokens.at(Token::Kind::Local) || Tokens.at(Token::Kind::Global) ||
         Tokens.atWord("this") || Tokens.atWord("ret") ||
         Tokens.atPunct("*") || Tokens.atPunct("(");
}

bool TextParser::place(PlaceID &P) {
  Extent Read;
  return place(P, Read);
}

bool TextParser::within(const Extent &Read) {
  return std::max(Read.Projections, Read.Parentheses) > MaxPlaceDepth &&
         Tokens.error(Tokens.peek(), "more than " + llvm::Twine(MaxPlaceDepth) +
                                         " projections in one place");
}

/// place ::= '*' place | ( '(' place ')' | root ) projection*
bool TextParser::place(PlaceID &P, Extent &Read) {
  if (Tokens.eatPunct("*")) {
    PlaceID Pointer;
    ++Read.Projections;
    if (within(Read) || place(Pointer, Read))
      return true;
    P = B->pointee(Pointer);
    return false;
  }
  if (Tokens.eatPunct("(")) {
    ++Read.Parentheses;
    if (within(Read) || place(P, Read) || Tokens.expectPunct(")"))
      return true;
  } else if (root(P)) {
    return true;
  }
  return projections(P, Read);
}

/// root ::= LOCAL | GLOBAL | 'this' | 'ret'
bool TextParser::root(PlaceID &P) {
  const Token T = Tokens.peek();
  if (T.Which == Token::Kind::Local) {
    auto Param = Params.find(T.Value);
    if (auto Number = tempNumber(T.Value); Number && !T.Quoted)
      P = B->numberedTemp(*Number);
    else if (Param != Params.end())
      P = Param->second;
    else
      P = B->root(PlaceKind::Local, T.Value);
  } else if (T.Which == Token::Kind::Global) {
    P = B->root(PlaceKind::Global, T.Value);
  } else if (Tokens.atWord("this")) {
    P = B->root(PlaceKind::This, "");
  } else if (Tokens.atWord("ret")) {
    P = B->root(PlaceKind::Return, "");
  } else {
    return Tokens.expected("a place");
  }
  Tokens.take();
  return false;
}

/// projection ::= '.' (WORD | STRING) | '[' subscript ']'
///
/// `this.f` is `(*this).f`.
bool TextParser::projections(PlaceID &P, Extent &Read) {
  while (true) {
    if (Tokens.eatPunct(".")) {
      if (!Tokens.at(Token::Kind::Word) && !Tokens.at(Token::Kind::String))
        return Tokens.expected("the name of a field");
      bool ThroughThis = B->function().place(P).Kind == PlaceKind::This;
      Read.Projections += ThroughThis ? 2 : 1;
      if (within(Read))
        return true;
      if (ThroughThis)
        P = B->pointee(P);
      P = B->field(P, Tokens.take().Value);
    } else if (Tokens.eatPunct("[")) {
      ++Read.Projections;
      if (within(Read) || subscript(P, Read) || Tokens.expectPunct("]"))
        return true;
    } else {
      return false;
    }
  }
}

/// subscript ::= INTEGER | '?' | '*' ['at' place] | place
bool TextParser::subscript(PlaceID &P, Extent &Read) {
  if (Tokens.at(Token::Kind::Integer)) {
    Token Index = Tokens.take();
    if (Index.Number > std::numeric_limits<uint32_t>::max())
      return Tokens.error(Index, "an index does not fit in 32 bits");
    P = B->index(P, uint32_t(Index.Number));
    return false;
  }
  if (Tokens.eatPunct("?")) {
    P = B->anyIndex(P);
    return false;
  }
  // `[*]` are the elements, `[*%i]` is the one that what %i points to numbers.
  bool Star = Tokens.eatPunct("*");
  if (Star && Tokens.atPunct("]")) {
    P = B->element(P);
    return false;
  }
  if (Star && Tokens.eatWord("at")) {
    PlaceID By;
    if (place(By, Read))
      return true;
    P = B->element(P, ValueType::Int, {}, By);
    return false;
  }
  if (!Star && !atPlace())
    return Tokens.expected("an index, a place, '?' or '*'");
  PlaceID By;
  Read.Projections += Star;
  if (within(Read) || place(By, Read))
    return true;
  P = B->anyIndex(P, ValueType::Int, {}, Star ? B->pointee(By) : By);
  return false;
}

/// integer ::= ['-'] INTEGER
bool TextParser::integer(int64_t &Value) {
  bool Negative = Tokens.eatPunct("-");
  if (!Tokens.at(Token::Kind::Integer))
    return Tokens.expected("a number");
  Token T = Tokens.take();
  uint64_t Limit = uint64_t(std::numeric_limits<int64_t>::max()) + Negative;
  if (T.Number > Limit)
    return Tokens.error(T, "a number does not fit in 64 bits with a sign");
  Value = int64_t(Negative ? 0 - T.Number : T.Number);
  return false;
}

/// operand ::= place | '&' place | integer | 'null' | SYMBOL | '?'
bool TextParser::operand(Operand &O) {
  PlaceID P;
  if (atPlace()) {
    if (place(P))
      return true;
    O = Operand::place(P);
  } else if (Tokens.eatPunct("&")) {
    if (place(P))
      return true;
    O = Operand::address(P);
  } else if (Tokens.at(Token::Kind::Integer) || Tokens.atPunct("-")) {
    int64_t Value;
    if (integer(Value))
      return true;
    O = Operand::constant(Value);
  } else if (Tokens.eatWord("null")) {
    O = Operand::constant(0);
  } else if (Tokens.at(Token::Kind::Symbol)) {
    O = Operand::function(M.function(Tokens.take().Value));
  } else if (Tokens.eatPunct("?")) {
    O = Operand::unknown();
  } else {
    return Tokens.expected("an operand");
  }
  return false;
}

/// condition ::= operand ('==' | '!=' | '<' | '<=' | '>' | '>=') operand
bool TextParser::condition(Condition &C) {
  if (operand(C.LHS))
    return true;
  for (auto Op : {CompareOp::EQ, CompareOp::NE, CompareOp::LT, CompareOp::LE,
                  CompareOp::GT, CompareOp::GE})
    if (Tokens.eatPunct(spelling(Op))) {
      C.Op = Op;
      return operand(C.RHS);
    }
  return Tokens.expected("a comparison");
}

/// '(' condition ')'
bool TextParser::parenCondition(Condition &C) {
  return Tokens.expectPunct("(") || condition(C) || Tokens.expectPunct(")");
}

/// type ::= ('int' | 'bool' | 'pointer' | 'record' | 'array' | 'other')
///          [SYMBOL]
bool TextParser::type(ValueType &Type, RecordID &R) {
  std::vector<StringRef> Words;
  for (auto T : {ValueType::Int, ValueType::Bool, ValueType::Pointer,
                 ValueType::Record, ValueType::Array, ValueType::Other}) {
    Words.push_back(spelling(T));
    if (Tokens.eatWord(spelling(T))) {
      Type = T;
      return Tokens.at(Token::Kind::Symbol) && recordName(R);
    }
  }
  if (Tokens.at(Token::Kind::Word))
    return Tokens.unknown(Tokens.peek(), "type", Words);
  return Tokens.expected("a type");
}

/// [':' type], of \p P
bool TextParser::optionalType(PlaceID P) {
  if (!Tokens.eatPunct(":"))
    return false;
  Place &Of = B->function().Places[P.index()];
  Of.Record = {};
  auto &Written = Typed[Current.index()];
  if (Written.size() <= P.index())
    Written.resize(P.index() + 1, false);
  Written[P.index()] = true;
  return type(Of.Type, Of.Record);
}

/// [LOCATION]; one without a file is in \p Here.
void TextParser::writtenLoc(LocID &L, StringRef Here) {
  if (!Tokens.at(Token::Kind::Location))
    return;
  Token T = Tokens.take();
  SourceLoc Loc;
  Loc.File = M.intern(T.HasFile ? T.Value : Here);
  Loc.Line = T.LocLine;
  Loc.Column = T.LocColumn;
  L = M.addLoc(Loc);
}

void TextParser::loc(LocID &L, const Token &At, StringRef Here) {
  writtenLoc(L, Here);
  if (L || !Short)
    return;
  SourceLoc Loc;
  Loc.File = M.intern(M.FileName);
  Loc.Line = At.Line;
  Loc.Column = At.Column;
  L = M.addLoc(Loc);
}

} // namespace fdtidy::ir
