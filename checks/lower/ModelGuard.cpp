//===- ModelGuard.cpp - The conditions of effects -------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `if` is decided on constant arguments, else by a branch; `when` becomes the
// condition of the fact, or a branch around facts that have none.
//===----------------------------------------------------------------------===//
#include "lower/ModelRun.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace fdtidy::lower {

/// Whether a number in \p S came out of the macro \p Name, or out of one that
/// it names. Such a flag is set, whatever its value on this platform.
static bool spells(const Stmt *S, StringRef Name, const ASTContext &Ctx) {
  if (!S)
    return false;
  if (isa<IntegerLiteral>(S)) {
    const SourceManager &SM = Ctx.getSourceManager();
    for (SourceLocation At = S->getBeginLoc(); At.isMacroID();
         At = SM.getImmediateMacroCallerLoc(At))
      if (Lexer::getImmediateMacroName(At, SM, Ctx.getLangOpts()) == Name)
        return true;
    return false;
  }
  if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->getOpcode() != BO_Or)
    return false;
  if (!isa<BinaryOperator, ParenExpr, CastExpr>(S))
    return false;
  return llvm::any_of(S->children(), [&](const Stmt *Part) {
    return spells(Part, Name, Ctx);
  });
}

ir::CompareOp compareOp(model::Compare Op) {
  switch (Op) {
  case model::Compare::EQ:
    return ir::CompareOp::EQ;
  case model::Compare::NE:
    return ir::CompareOp::NE;
  case model::Compare::LT:
    return ir::CompareOp::LT;
  case model::Compare::LE:
    return ir::CompareOp::LE;
  case model::Compare::GT:
    return ir::CompareOp::GT;
  case model::Compare::GE:
    return ir::CompareOp::GE;
  }
  return ir::CompareOp::EQ;
}

ir::Condition FunctionLowering::ModelRun::condition(const model::Test &T) {
  return {value(T.LHS), compareOp(T.Op), Value::constant(T.RHS)};
}

std::optional<int64_t>
FunctionLowering::ModelRun::constantArgument(uint32_t I) {
  if (I >= Site.Args.size())
    return 0; // open(2) without a mode
  if (Site.Args[I].isConstant())
    return Site.Args[I].Constant;
  return L.constantOf(Site.Exprs[I]);
}

std::optional<bool> FunctionLowering::ModelRun::decide(const model::Guard &G) {
  switch (G.Which) {
  case model::Guard::Kind::Bits:
    if (!G.Name.empty() && G.Argument < Site.Exprs.size() &&
        spells(Site.Exprs[G.Argument], G.Name, L.Ctx))
      return !G.Negated;
    if (auto C = constantArgument(G.Argument))
      return ((*C & G.Value) != 0) != G.Negated;
    return std::nullopt;
  case model::Guard::Kind::Equals:
    if (auto C = constantArgument(G.Argument))
      return (*C == G.Value) != G.Negated;
    return std::nullopt;
  case model::Guard::Kind::Letter: {
    const Expr *E = G.Argument < Site.Exprs.size() && Site.Exprs[G.Argument]
                        ? Site.Exprs[G.Argument]->IgnoreParenImpCasts()
                        : nullptr;
    const auto *Text = dyn_cast_or_null<StringLiteral>(E);
    if (!Text || Text->getCharByteWidth() != 1)
      return std::nullopt;
    const bool Has =
        Text->getString().find_first_of(G.Letters) != StringRef::npos;
    return Has != G.Negated;
  }
  }
  return std::nullopt;
}

ir::CloexecFlag
FunctionLowering::ModelRun::cloexec(const model::CloexecRule &R) {
  ir::CloexecFlag F;
  switch (R.Which) {
  case model::CloexecRule::Kind::Unknown:
    break;
  case model::CloexecRule::Kind::Yes:
    F.Which = ir::CloexecFlag::Kind::Yes;
    break;
  case model::CloexecRule::Kind::No:
    F.Which = ir::CloexecFlag::Kind::No;
    break;
  case model::CloexecRule::Kind::If:
    if (!R.If)
      break;
    if (std::optional<bool> Known = decide(*R.If)) {
      F.Which = *Known ? ir::CloexecFlag::Kind::Yes : ir::CloexecFlag::Kind::No;
    } else if (R.If->Which == model::Guard::Kind::Bits && !R.If->Negated &&
               R.If->Argument < Site.Args.size() &&
               Site.Args[R.If->Argument].isPlace()) {
      F.Which = ir::CloexecFlag::Kind::Mask;
      F.Flags = Site.Args[R.If->Argument];
      F.Bits = R.If->Value;
    }
    break;
  }
  return F;
}

void FunctionLowering::ModelRun::under(const ir::Condition &C,
                                       llvm::function_ref<void()> Then) {
  BlockID Yes = L.B.newBlock(), Done = L.B.newBlock();
  L.branchOn(C.LHS, C.Op, C.RHS, Yes, Done);
  L.enter(Yes);
  Then();
  L.jump(Done);
  L.enter(Done);
}

bool FunctionLowering::ModelRun::isSomeElement(PlaceID P) const {
  for (; P; P = L.B.function().place(P).Parent)
    if (const ir::PlaceKind Kind = L.B.function().place(P).Kind;
        Kind == ir::PlaceKind::AnyIndex || Kind == ir::PlaceKind::Element)
      return true;
  return false;
}

void FunctionLowering::ModelRun::guarded(llvm::ArrayRef<model::Guard> Guards,
                                         llvm::function_ref<void()> Then) {
  for (size_t I = 0; I < Guards.size(); ++I) {
    const model::Guard &G = Guards[I];
    if (std::optional<bool> Known = decide(G)) {
      if (!*Known)
        return;
      continue;
    }
    if (G.Which == model::Guard::Kind::Letter ||
        G.Argument >= Site.Args.size() || !Site.Args[G.Argument].isPlace())
      return;
    Value V = Site.Args[G.Argument];
    if (isSomeElement(V.Place) && G.Which == model::Guard::Kind::Equals &&
        !G.Negated)
      return;
    ensureDefined();
    ir::Condition C{V, G.Negated ? ir::CompareOp::NE : ir::CompareOp::EQ,
                    Value::constant(G.Value)};
    if (G.Which == model::Guard::Kind::Bits) {
      PlaceID Bits = L.temp(L.Ctx.IntTy);
      L.compute(Bits, V, ir::BinaryOp::And, Value::constant(G.Value));
      C = {Value::place(Bits),
           G.Negated ? ir::CompareOp::EQ : ir::CompareOp::NE,
           Value::constant(0)};
    }
    const bool Before = Defined;
    under(C, [&] { guarded(Guards.drop_front(I + 1), Then); });
    Defined = Before;
    return;
  }
  Then();
}

void FunctionLowering::ModelRun::succeeded(const model::Effect &E,
                                           llvm::function_ref<void()> Then) {
  if (!E.When)
    return Then();
  ensureDefined();
  under(condition(*E.When), Then);
}

} // namespace fdtidy::lower
