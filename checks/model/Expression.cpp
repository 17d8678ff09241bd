//===- Expression.cpp - The small language inside a table -------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "model/Expression.h"
#include "model/Spelling.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace fdtidy::model {

/// No call has more arguments, and no array in an argument more elements.
static constexpr uint32_t LargestIndex = 1 << 16;

bool ExpressionParser::eat(StringRef Token) {
  Rest = Rest.ltrim();
  return Rest.consume_front(Token);
}

bool ExpressionParser::atEnd() { return Rest.trim().empty(); }

StringRef ExpressionParser::name() {
  Rest = Rest.ltrim();
  if (Rest.empty() || isDigit(Rest.front()))
    return {};
  StringRef Name =
      Rest.take_while([](char C) { return isAlnum(C) || C == '_'; });
  Rest = Rest.drop_front(Name.size());
  return Name;
}

bool ExpressionParser::number(uint32_t &Value) {
  return Rest.take_while(isDigit).size() && !Rest.consumeInteger(10, Value) &&
         Value < LargestIndex;
}

// step := "[" N "]" | "->" name | "." name
bool ExpressionParser::parseStep(Slot &S) {
  using Step = Slot::Step;
  if (eat("[")) {
    uint32_t Index;
    if (!number(Index) || !eat("]"))
      return false;
    S.Path.push_back({Step::Index, Index, {}});
    return true;
  }
  if (eat("->"))
    S.Path.push_back({Step::Pointee, 0, {}});
  else if (!eat("."))
    return false;
  StringRef Field = name();
  S.Path.push_back({Step::Field, 0, Field.str()});
  return !Field.empty();
}

// slot := "*" slot | root step*
bool ExpressionParser::parseSlot(Slot &S) {
  unsigned Stars = 0;
  while (eat("*"))
    ++Stars;
  StringRef Root = name();
  if (Root == "ret")
    S.From = Slot::Root::Result;
  else if (Root == "this")
    S.From = Slot::Root::This;
  else if (Root == "args")
    S.From = Slot::Root::Rest;
  else if (Root.consume_front("args"))
    S.From = Slot::Root::Rest;
  else if (Root.consume_front("arg") && !Root.empty())
    S.From = Slot::Root::Argument;
  else
    return false;
  bool Numbered = S.From == Slot::Root::Rest || S.From == Slot::Root::Argument;
  if (Numbered && Root != "args" &&
      (Root.getAsInteger(10, S.Index) || S.Index >= LargestIndex))
    return false;
  for (;;) {
    StringRef Next = Rest.ltrim();
    if (!Next.starts_with("[") && !Next.starts_with("->") &&
        !Next.starts_with("."))
      break;
    if (!parseStep(S))
      return false;
  }
  while (Stars--)
    S.Path.push_back({Slot::Step::Pointee, 0, {}});
  return true;
}

bool ExpressionParser::parseConstant(int64_t &Value) {
  Rest = Rest.ltrim();
  StringRef Start = Rest;
  if (!Rest.empty() && (isDigit(Rest.front()) || Rest.front() == '-')) {
    StringRef Digits =
        Rest.take_while([](char C) { return isAlnum(C) || C == '-'; });
    Rest = Rest.drop_front(Digits.size());
    return !Digits.getAsInteger(0, Value);
  }
  StringRef Name = name();
  if (Name.empty())
    return false;
  if (Name == "null" || Name == "false" || Name == "true") {
    Value = Name == "true";
    return true;
  }
  if (std::optional<int64_t> Named = Known.find(Name)) {
    Value = *Named;
    return true;
  }
  Offset = Start.data() - Text.data();
  Message = "unknown constant '" + Name.str() + "'" +
            suggestion(Name, Known.names(),
                       "; write its value, or define it under 'constants'");
  return false;
}

// bits := constant ("|" constant)*
bool ExpressionParser::parseBits(int64_t &Value) {
  Value = 0;
  do {
    int64_t One;
    if (!parseConstant(One))
      return false;
    Value |= One;
  } while (eat("|"));
  return true;
}

std::optional<Compare> ExpressionParser::compare() {
  if (eat("=="))
    return Compare::EQ;
  if (eat("!="))
    return Compare::NE;
  if (eat("<="))
    return Compare::LE;
  if (eat(">="))
    return Compare::GE;
  if (eat("<"))
    return Compare::LT;
  if (eat(">"))
    return Compare::GT;
  return std::nullopt;
}

std::nullopt_t ExpressionParser::bad(StringRef What, StringRef Remedy) {
  if (Message.empty())
    Message = ("bad " + What + " '" + Text + "'; write " + Remedy).str();
  return std::nullopt;
}

std::optional<Slot> ExpressionParser::slot() {
  Slot S;
  if (!parseSlot(S) || !atEnd())
    return bad("place",
               "ret, this, arg0, *arg0, arg0[1], arg0->field or args1");
  return S;
}

std::optional<Test> ExpressionParser::test() {
  Test T;
  bool Ok = parseSlot(T.LHS);
  if (std::optional<Compare> Op = Ok ? compare() : std::nullopt)
    T.Op = *Op;
  else
    Ok = false;
  if (!Ok || !parseConstant(T.RHS) || !atEnd())
    return bad("test", "it like 'ret >= 0' or 'ret != null'");
  return T;
}

std::optional<Guard> ExpressionParser::guard() {
  constexpr StringLiteral Remedy(
      "it like 'arg1 & O_CLOEXEC', 'arg1 == F_DUPFD' or 'arg1 has \"e\"'");
  Guard G;
  G.Negated = eat("!");
  StringRef Argument = name();
  if (!Argument.consume_front("arg") || Argument.getAsInteger(10, G.Argument) ||
      G.Argument >= LargestIndex)
    return bad("condition", Remedy);
  bool Ok = false;
  if (eat("==")) {
    Ok = parseConstant(G.Value);
  } else if (eat("!=")) {
    G.Negated = !G.Negated;
    Ok = parseConstant(G.Value);
  } else if (eat("&")) {
    G.Which = Guard::Kind::Bits;
    StringRef Bits = Rest.trim();
    Ok = parseBits(G.Value);
    if (llvm::all_of(Bits, [](char C) { return isAlnum(C) || C == '_'; }) &&
        !Bits.empty() && !isDigit(Bits.front()))
      G.Name = Bits.str();
  } else if (eat("has")) {
    G.Which = Guard::Kind::Letter;
    if (eat("\"")) {
      StringRef Letters = Rest.take_until([](char C) { return C == '"'; });
      Rest = Rest.drop_front(Letters.size());
      G.Letters = Letters.str();
      Ok = !Letters.empty() && eat("\"");
    }
  }
  if (!Ok || !atEnd())
    return bad("condition", Remedy);
  return G;
}

std::optional<Remedy> ExpressionParser::remedy() {
  Remedy R;
  R.Callee = name().str();
  bool Ok = !R.Callee.empty() && eat("(");
  for (bool More = Ok; More; More = Ok && eat(",")) {
    StringRef Argument =
        Rest.take_until([](char C) { return C == ',' || C == ')'; });
    Rest = Rest.drop_front(Argument.size());
    R.Arguments.push_back(Argument.trim().str());
    Ok = !R.Arguments.back().empty();
  }
  if (!Ok || !eat(")") || !atEnd())
    return bad("call", "it like 'pipe2(arg0, O_CLOEXEC)'");
  return R;
}

std::optional<int64_t> ExpressionParser::constant() {
  int64_t Value;
  if (!parseBits(Value) || !atEnd())
    return bad("constant", "an integer or a name that 'constants' defines");
  return Value;
}

} // namespace fdtidy::model
