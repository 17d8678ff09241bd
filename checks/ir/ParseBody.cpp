//===- ParseBody.cpp - Blocks and terminators -----------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the productions between the braces of a function.
//===----------------------------------------------------------------------===//
#include "ir/TextParser.h"
#include <optional>

using llvm::StringRef;

namespace fdtidy::ir {

/// The number of `b12`; labels are bounded by their nine digits.
static std::optional<uint32_t> blockNumber(const Token &T) {
  StringRef Word = T.Text;
  uint32_t Number;
  if (T.Which != Token::Kind::Word || !Word.consume_front("b") ||
      Word.size() > 9 || Word.getAsInteger(10, Number))
    return std::nullopt;
  return Number;
}

static std::string blockName(uint32_t Number) {
  return "b" + std::to_string(Number);
}

/// body ::= var* block+ '}'
/// block ::= BLOCK ':' fact* terminator; the first may lack its label.
bool TextParser::body() {
  Labels.clear();
  BlockRefs.clear();
  while (Tokens.atWord("var"))
    if (var())
      return true;
  if (label(/*Implied=*/true))
    return true;
  while (true) {
    bool AtLabel = blockNumber(Tokens.peek()).has_value();
    bool AtEnd = Tokens.atPunct("}") || Tokens.at(Token::Kind::End);
    if (!B->terminated()) {
      if (AtLabel || AtEnd)
        return Tokens.expected("a terminator of '" + blockName(Labels.back()) +
                               "': br, dispatch, return, resume or "
                               "unreachable");
      if (statement())
        return true;
    } else if (Tokens.eatPunct("}")) {
      return finishBlocks();
    } else if (!AtLabel) {
      return Tokens.expected("a label or '}' after the terminator");
    } else if (label(/*Implied=*/false)) {
      return true;
    }
  }
}

/// var ::= 'var' item {',' item}
/// item ::= place [':' type] [LOCATION]
bool TextParser::var() {
  Tokens.beginLine();
  Tokens.take();
  do {
    PlaceID P;
    if (place(P) || optionalType(P))
      return true;
    writtenLoc(B->function().Places[P.index()].Loc, Here);
  } while (Tokens.eatPunct(","));
  return Tokens.endLine();
}

/// BLOCK ':'
bool TextParser::label(bool Implied) {
  const Token T = Tokens.peek();
  auto Number = blockNumber(T);
  if (Number) {
    if (Labels.contains(*Number))
      return Tokens.error(T, "block '" + blockName(*Number) +
                                 "' is written twice");
    BlockRefs.push_back({Tokens.take(), *Number});
    if (Tokens.expectPunct(":"))
      return true;
  } else if (!Implied) {
    return Tokens.expected("a label");
  }
  B->setInsertPoint(B->newBlock());
  Labels.insert(Number.value_or(0));
  return false;
}

static constexpr StringRef Terminators[] = {"br", "dispatch", "return",
                                            "resume", "unreachable"};

/// statement ::= (fact | terminator) end-of-line
bool TextParser::statement() {
  Tokens.beginLine();
  for (unsigned I = 0; I < std::size(Terminators); ++I)
    if (Tokens.atWord(Terminators[I]))
      return terminator(TerminatorKind(I)) || Tokens.endLine();
  return fact() || Tokens.endLine();
}

/// terminator ::= ('br' | 'dispatch') [LOCATION] edge {',' edge}
///              | ('return' | 'resume' | 'unreachable') [LOCATION]
bool TextParser::terminator(TerminatorKind Kind) {
  Token T = Tokens.take();
  LocID At;
  if (Kind == TerminatorKind::Return)
    loc(At, T, Here);
  else
    writtenLoc(At, Here);
  llvm::SmallVector<Edge, 2> Edges;
  if (Kind <= TerminatorKind::Dispatch)
    do {
      if (edge(Edges.emplace_back()))
        return true;
    } while (Tokens.eatPunct(","));
  switch (Kind) {
  case TerminatorKind::Branch:
    B->branchEdges(Edges);
    break;
  case TerminatorKind::Dispatch:
    B->dispatch(Edges);
    break;
  case TerminatorKind::Return:
    B->ret();
    break;
  case TerminatorKind::Resume:
    B->resume();
    break;
  case TerminatorKind::Unreachable:
    B->unreachable();
    break;
  }
  B->function().Blocks[B->insertBlock().index()].Loc = At;
  return false;
}

/// edge ::= BLOCK ['if' condition {'and' condition}]
///          ['catch' (STRING | '...')] [LOCATION]
bool TextParser::edge(Edge &E) {
  const Token First = Tokens.peek();
  if (blockRef(E.To))
    return true;
  if (Tokens.eatWord("if"))
    do {
      if (condition(E.Assumes.emplace_back()))
        return true;
    } while (Tokens.eatWord("and"));
  if (Tokens.eatWord("catch")) {
    if (Tokens.eatPunct("..."))
      E.Catches = M.intern("...");
    else if (text(E.Catches))
      return true;
  }
  if (E.Assumes.empty())
    writtenLoc(E.Loc, Here);
  else
    loc(E.Loc, First, Here);
  return false;
}

/// BLOCK ::= 'b' digits
bool TextParser::blockRef(BlockID &Ref) {
  auto Number = blockNumber(Tokens.peek());
  if (!Number)
    return Tokens.expected("a block such as 'b2'");
  BlockRefs.push_back({Tokens.take(), *Number});
  Ref = BlockID(*Number);
  return false;
}

/// Labels may come in any order, but none may be missing: they are the ids.
bool TextParser::finishBlocks() {
  std::vector<Block> &Blocks = B->function().Blocks;
  for (auto &[T, Number] : BlockRefs) {
    if (!Labels.contains(Number))
      return Tokens.error(T, "unknown block '" + blockName(Number) + "'");
    if (Number >= Blocks.size())
      return Tokens.error(T, "block '" + blockName(Number) + "' is one of " +
                                 llvm::Twine(Blocks.size()) +
                                 ", expected none above '" +
                                 blockName(uint32_t(Blocks.size() - 1)) + "'");
  }
  std::vector<Block> Ordered(Blocks.size());
  for (size_t I = 0; I < Blocks.size(); ++I)
    Ordered[Labels[I]] = std::move(Blocks[I]);
  Blocks = std::move(Ordered);
  return false;
}

} // namespace fdtidy::ir
