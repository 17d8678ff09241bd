//===- ParseFact.cpp - Facts ----------------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the productions of facts, by their shapes in Facts.def.
//===----------------------------------------------------------------------===//
#include "ir/Attributes.h"
#include "ir/TextParser.h"

using llvm::StringRef;

namespace fdtidy::ir {

/// fact ::= [place '='] (value | keywordFact) [LOCATION]
bool TextParser::fact() {
  const Token First = Tokens.peek();
  PlaceID Dst;
  if (atPlace() && (place(Dst) || Tokens.expectPunct("=")))
    return true;
  Fact X;
  X.Dst = Dst;
  bool Keyword = Tokens.at(Token::Kind::Word) && !atPlace() &&
                 !Tokens.atWord("null");
  if (!Keyword && !Dst)
    return Tokens.expected("a fact");
  if (Keyword ? keywordFact(Dst, First, X) : value(X))
    return true;
  loc(X.Loc, First, Here);
  B->append(std::move(X));
  return false;
}

/// value ::= operand [op operand]
/// op ::= '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '&' | '|'
///      | '^' | '<<' | '>>'
bool TextParser::value(Fact &X) {
  Operand LHS, RHS;
  if (operand(LHS))
    return true;
  X.Kind = FactKind::Assign;
  X.Ops.push_back(LHS);
  for (unsigned Op = 0; Op <= unsigned(BinaryOp::Shr); ++Op) {
    if (!Tokens.eatPunct(spelling(BinaryOp(Op))))
      continue;
    X.Kind = FactKind::Compute;
    X.Op = BinaryOp(Op);
    if (operand(RHS))
      return true;
    X.Ops.push_back(RHS);
    break;
  }
  return false;
}

/// Every keyword that is written, by kind; others are empty.
static const StringRef Keywords[] = {
#define FD_FACT(Enum, Keyword, Shape)                                          \
  FactShape::Shape == FactShape::Assign ||                                     \
          FactShape::Shape == FactShape::Compute                               \
      ? StringRef()                                                            \
      : StringRef(Keyword),
#include "ir/Facts.def"
};

/// keywordFact ::= KEYWORD operands clause*
bool TextParser::keywordFact(PlaceID Dst, const Token &First, Fact &X) {
  Token Word = Tokens.take();
  const StringRef *Found = llvm::find(Keywords, Word.Text);
  if (Found == std::end(Keywords))
    return Tokens.unknown(Word, "fact", Keywords);
  X.Kind = FactKind(Found - std::begin(Keywords));
  const ShapeRow &Row = shapeRow(X.Kind);
  if (Row.Result == HasResult::Always && !Dst)
    return Tokens.error(First, "'" + Word.Text + "' without a result, expected "
                                                 "'place = " +
                                   Word.Text + "'");
  if (Row.Result == HasResult::Never && Dst)
    return Tokens.error(Word, "'" + Word.Text + "' has no result");
  if (operands(X, Row) || clauses(X, Row))
    return true;
  if (Row.Shape == FactShape::Acquire && X.Acq.Handles.empty())
    X.Acq.Handles.push_back({Dst, PipeEnd::None});
  return false;
}

/// operands ::= call | STRING* of a throw | [STRING] of an alloc
///            | operand {',' operand}, as many as the shape has
bool TextParser::operands(Fact &X, const ShapeRow &Row) {
  if (Row.Shape == FactShape::Call)
    return call(X);
  if (Row.Shape == FactShape::Throw || Row.Shape == FactShape::Alloc) {
    bool Many = Row.Shape == FactShape::Throw;
    while (Tokens.at(Token::Kind::String) && (Many || X.Types.empty()))
      X.Types.push_back(M.intern(Tokens.take().Value));
    return false;
  }
  bool Container = Row.Shape == FactShape::Container;
  for (unsigned I = 0; I < Row.MaxOps; ++I) {
    if (Container && (I == 2 || (I == 1 && !Tokens.atPunct(","))))
      break;
    if (I && Tokens.expectPunct(","))
      return true;
    Operand O;
    PlaceID P;
    if (I == 0 && Row.PlaceOnly) {
      if (place(P))
        return true;
      O = Operand::place(P);
    } else if (operand(O)) {
      return true;
    }
    X.Ops.push_back(O);
  }
  return false;
}

/// call ::= (SYMBOL | '*' operand) '(' [operand {',' operand}] ')'
bool TextParser::call(Fact &X) {
  if (Tokens.at(Token::Kind::Symbol)) {
    X.Callee = M.function(Tokens.take().Value);
  } else if (Tokens.eatPunct("*")) {
    Operand Callee;
    if (operand(Callee))
      return true;
    X.Ops.push_back(Callee);
  } else {
    return Tokens.expected("'@function' or '*place'");
  }
  if (Tokens.expectPunct("("))
    return true;
  if (Tokens.eatPunct(")"))
    return false;
  do {
    Operand Arg;
    if (operand(Arg))
      return true;
    X.Args.push_back(Arg);
  } while (Tokens.eatPunct(","));
  return Tokens.expectPunct(")");
}

bool TextParser::clauses(Fact &X, const ShapeRow &Row) {
  while (Tokens.at(Token::Kind::Word) || Tokens.atPunct("->"))
    if (clause(X, Row))
      return true;
  return false;
}

static constexpr OwnerKind OwnerKinds[] = {
    OwnerKind::Raw,   OwnerKind::File,   OwnerKind::Dir,
    OwnerKind::Popen, OwnerKind::Object, OwnerKind::Standard};

/// The words that may begin a clause of \p Row.
static std::vector<StringRef> clauseWords(const ShapeRow &Row) {
  std::vector<StringRef> Words;
  auto Add = [&](Clause C, StringRef Word) {
    if (Row.allows(C))
      Words.push_back(Word);
  };
  Add(Clause::By, "by");
  for (OwnerKind Kind : OwnerKinds)
    Add(Clause::Kind, spelling(Kind));
  Add(Clause::ToKind, "to");
  Add(Clause::AsKind | Clause::AsText, "as");
  Add(Clause::Cloexec, "cloexec");
  Add(Clause::Cloexec, "inherited");
  Add(Clause::Min, "min");
  Add(Clause::Ok, "ok");
  Add(Clause::At, "at");
  Add(Clause::Unwind, "unwind");
  for (const auto &A : CallAttributes)
    Add(Clause::Flags, A.Word);
  return Words;
}

/// clause ::= 'by' STRING | KIND | 'to' KIND | 'as' (KIND | STRING)
///          | cloexec | 'inherited' | 'min' '(' operand ')'
///          | 'ok' '(' condition ')' | '->' handles | 'at' operand
///          | 'unwind' BLOCK | 'maythrow' | 'noreturn' | 'thread'
///
/// in any order; which ones is the shape's to say.
bool TextParser::clause(Fact &X, const ShapeRow &Row) {
  bool Acquires = Row.Shape == FactShape::Acquire;
  CloexecFlag &Flag = Acquires ? X.Acq.Cloexec : X.Cloexec;
  if (Row.allows(Clause::Into) && Tokens.eatPunct("->"))
    return handles(X.Acq);
  if (!Tokens.at(Token::Kind::Word))
    return Tokens.expected("the end of the line");
  auto Eat = [&](Clause C, StringRef Word) {
    return Row.allows(C) && Tokens.eatWord(Word);
  };
  if (Eat(Clause::By, "by"))
    return text(Acquires ? X.Acq.Callee : X.Text);
  if (Eat(Clause::ToKind, "to") || Eat(Clause::AsKind, "as"))
    return ownerKind(X.Owner);
  if (Eat(Clause::AsText, "as"))
    return text(X.Text);
  if (Eat(Clause::Cloexec, "cloexec"))
    return cloexec(Flag);
  if (Eat(Clause::Cloexec, "inherited")) {
    Flag.Which = CloexecFlag::Kind::No;
    return false;
  }
  if (Eat(Clause::Min, "min"))
    return Tokens.expectPunct("(") || operand(X.Acq.Minimum) ||
           Tokens.expectPunct(")");
  if (Eat(Clause::Ok, "ok"))
    return parenCondition(Acquires ? X.Acq.Ok : X.Ok);
  if (Eat(Clause::At, "at")) {
    X.Ops.resize(3);
    return operand(X.Ops[2]);
  }
  if (Eat(Clause::Unwind, "unwind"))
    return blockRef(X.Unwind);
  for (const auto &A : CallAttributes)
    if (Eat(Clause::Flags, A.Word)) {
      X.*A.Flag = A.Value;
      return false;
    }
  for (OwnerKind Kind : OwnerKinds)
    if (Eat(Clause::Kind, spelling(Kind))) {
      (Acquires ? X.Acq.Kind : X.Owner) = Kind;
      return false;
    }
  std::vector<StringRef> Words = clauseWords(Row);
  if (Words.empty())
    return Tokens.expected("the end of the line");
  std::string What = ("clause of '" + keyword(X.Kind) + "'").str();
  return Tokens.unknown(Tokens.peek(), What, Words);
}

/// KIND ::= 'raw' | 'file' | 'dir' | 'popen' | 'owner' | 'std'
bool TextParser::ownerKind(OwnerKind &Kind) {
  std::vector<StringRef> Words;
  for (OwnerKind K : OwnerKinds) {
    Words.push_back(spelling(K));
    if (Tokens.eatWord(spelling(K))) {
      Kind = K;
      return false;
    }
  }
  if (Tokens.at(Token::Kind::Word))
    return Tokens.unknown(Tokens.peek(), "kind of owner", Words);
  return Tokens.expected("a kind of owner");
}

/// cloexec ::= 'cloexec' ['(' operand '&' integer ')']
bool TextParser::cloexec(CloexecFlag &Flag) {
  Flag.Which = CloexecFlag::Kind::Yes;
  if (!Tokens.eatPunct("("))
    return false;
  Flag.Which = CloexecFlag::Kind::Mask;
  return operand(Flag.Flags) || Tokens.expectPunct("&") || integer(Flag.Bits) ||
         Tokens.expectPunct(")");
}

/// handles ::= place ['read' | 'write'] {',' place ['read' | 'write']}
bool TextParser::handles(Acquisition &Acq) {
  Acq.Handles.clear();
  do {
    Acquired A;
    if (place(A.Into))
      return true;
    for (PipeEnd End : {PipeEnd::Read, PipeEnd::Write})
      if (Tokens.eatWord(spelling(End)))
        A.End = End;
    Acq.Handles.push_back(A);
  } while (Tokens.eatPunct(","));
  return false;
}

/// STRING
bool TextParser::text(StringID &ID) {
  if (!Tokens.at(Token::Kind::String))
    return Tokens.expected("a string");
  ID = M.intern(Tokens.take().Value);
  return false;
}

} // namespace fdtidy::ir
