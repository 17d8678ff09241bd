//===- LowerCondition.cpp - Control flow of conditions --------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   A && B, A || B, !A, A ? B : C, (A, B)   control flow
//   A op B                                  an edge that assumes it, and its
//                                           negation
//   anything else                           its value is not 0, or is
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"
#include "clang/Basic/Builtins.h"

using namespace clang;

namespace fdtidy::lower {

const Expr *strip(const Expr *E) {
  for (;;) {
    E = E->IgnoreParens();
    if (const auto *C = dyn_cast<CastExpr>(E)) {
      switch (C->getCastKind()) {
      case CK_NoOp:
      case CK_IntegralToBoolean:
      case CK_PointerToBoolean:
      case CK_IntegralCast:
      case CK_BooleanToSignedIntegral:
        E = C->getSubExpr();
        continue;
      default:
        return E;
      }
    }
    if (const auto *C = dyn_cast<ConstantExpr>(E))
      E = C->getSubExpr();
    else if (const auto *W = dyn_cast<ExprWithCleanups>(E))
      E = W->getSubExpr();
    else if (const auto *R = dyn_cast<SubstNonTypeTemplateParmExpr>(E))
      E = R->getReplacement();
    else if (const auto *R = dyn_cast<CXXRewrittenBinaryOperator>(E))
      E = R->getSemanticForm();
    else if (const auto *D = dyn_cast<CXXDefaultArgExpr>(E))
      E = D->getExpr();
    else
      return E;
  }
}

/// The condition in `__builtin_expect(C, 1)`, or null.
static const Expr *expectation(const Expr *E) {
  const auto *Call = dyn_cast<CallExpr>(E);
  if (!Call)
    return nullptr;
  switch (Call->getBuiltinCallee()) {
  case Builtin::BI__builtin_expect:
  case Builtin::BI__builtin_expect_with_probability:
  case Builtin::BI__builtin_unpredictable:
    return Call->getArg(0);
  default:
    return nullptr;
  }
}

std::optional<bool> FunctionLowering::constantCondition(const Expr *E) {
  if (E->isValueDependent())
    return std::nullopt;
  // Only what has no variable in it can be constant; ask Clang about no other.
  switch (strip(E)->getStmtClass()) {
  case Stmt::CallExprClass:
  case Stmt::CXXMemberCallExprClass:
  case Stmt::CXXOperatorCallExprClass:
  case Stmt::MemberExprClass:
  case Stmt::StmtExprClass:
  case Stmt::ImplicitCastExprClass:
    if (const auto *C = dyn_cast<ImplicitCastExpr>(strip(E)))
      if (C->getCastKind() == CK_LValueToRValue)
        if (const auto *R = dyn_cast<DeclRefExpr>(strip(C->getSubExpr())))
          if (R->getType().isConstQualified())
            break;
    if (isa<CallExpr>(strip(E)) &&
        cast<CallExpr>(strip(E))->getBuiltinCallee() ==
            Builtin::BI__builtin_constant_p)
      return false;
    return std::nullopt;
  default:
    break;
  }
  bool Result;
  if (E->HasSideEffects(Ctx) || !E->EvaluateAsBooleanCondition(Result, Ctx))
    return std::nullopt;
  return Result;
}

void FunctionLowering::emitCondition(const Expr *E, BlockID True,
                                     BlockID False) {
  at(E->getBeginLoc());
  FullExpression Full(*this);
  BlockID TrueIn = B.newBlock(), FalseIn = B.newBlock();
  emitBranch(E, TrueIn, FalseIn);
  Full.finishBranch(TrueIn, True, FalseIn, False);
}

void FunctionLowering::emitBranch(const Expr *E, BlockID True, BlockID False) {
  if (!reachable()) {
    // Its blocks may be needed nonetheless: nothing jumps to them.
    leave();
    return;
  }
  E = strip(E);
  at(E->getExprLoc());
  if (const Expr *Inner = expectation(E))
    return emitBranch(Inner, True, False);
  if (std::optional<bool> Known = constantCondition(E))
    return jump(*Known ? True : False);

  if (const auto *U = dyn_cast<UnaryOperator>(E);
      U && U->getOpcode() == UO_LNot)
    return emitBranch(U->getSubExpr(), False, True);

  if (const auto *Op = dyn_cast<BinaryOperator>(E)) {
    if (Op->getOpcode() == BO_LAnd || Op->getOpcode() == BO_LOr) {
      const bool And = Op->getOpcode() == BO_LAnd;
      BlockID Second = B.newBlock();
      emitBranch(Op->getLHS(), And ? Second : True, And ? False : Second);
      enter(Second);
      Conditional Arm(*this);
      emitBranch(Op->getRHS(), True, False);
      return;
    }
    if (Op->getOpcode() == BO_Comma) {
      emitIgnored(Op->getLHS());
      return emitBranch(Op->getRHS(), True, False);
    }
    if (Op->isComparisonOp() && Op->getOpcode() != BO_Cmp &&
        valueType(Op->getLHS()->getType()) != ir::ValueType::Other &&
        valueType(Op->getRHS()->getType()) != ir::ValueType::Other)
      return emitComparison(Op, True, False);
  }

  if (const auto *Op = dyn_cast<ConditionalOperator>(E)) {
    BlockID First = B.newBlock(), Second = B.newBlock();
    emitBranch(Op->getCond(), First, Second);
    Conditional Arm(*this);
    enter(First);
    emitBranch(Op->getTrueExpr(), True, False);
    enter(Second);
    emitBranch(Op->getFalseExpr(), True, False);
    return;
  }

  Value V;
  if (valueType(E->getType()) == ir::ValueType::Other) {
    emitIgnored(E);
    V = Value::unknown();
  } else {
    V = emitScalar(E);
  }
  at(E->getExprLoc());
  // What was just compared is tested itself: `if (p)` of a smart pointer.
  if (reachable() && V.isPlace() &&
      B.function().place(V.Place).Kind == ir::PlaceKind::Temp) {
    auto &Facts = B.function().Blocks[B.insertBlock().index()].Facts;
    if (!Facts.empty()) {
      const ir::Fact &Last = B.function().fact(Facts.back());
      if (Last.Kind == ir::FactKind::Compute && Last.Dst == V.Place &&
          Last.Op <= ir::BinaryOp::GE) {
        Value L = Last.Ops[0], R = Last.Ops[1];
        ir::CompareOp Op = ir::CompareOp(Last.Op);
        Facts.pop_back();
        return branchOn(L, Op, R, True, False);
      }
    }
  }
  branchOn(V, ir::CompareOp::NE, Value::constant(0), True, False);
}

static ir::CompareOp compareOp(BinaryOperatorKind Op) {
  switch (Op) {
  case BO_EQ:
    return ir::CompareOp::EQ;
  case BO_NE:
    return ir::CompareOp::NE;
  case BO_LT:
    return ir::CompareOp::LT;
  case BO_LE:
    return ir::CompareOp::LE;
  case BO_GT:
    return ir::CompareOp::GT;
  default:
    return ir::CompareOp::GE;
  }
}

/// Whether \p E, of unsigned type, is a signed value by another name.
static bool isSignedInside(const Expr *E) {
  return strip(E)->getType()->isSignedIntegerOrEnumerationType();
}

void FunctionLowering::emitComparison(const BinaryOperator *E, BlockID True,
                                      BlockID False) {
  ir::CompareOp Op = compareOp(E->getOpcode());
  // `(fd = open(...)) < 0`: the temporaries' order is the source's.
  Value L = emitScalar(E->getLHS());
  Value R = emitScalar(E->getRHS());
  at(E->getOperatorLoc());
  const bool Unsigned = E->getLHS()->getType()->isUnsignedIntegerType();
  const bool Ordered = Op != ir::CompareOp::EQ && Op != ir::CompareOp::NE;
  if (Unsigned && L.isPlace() && R.isConstant() && isSignedInside(E->getLHS())) {
    // (unsigned)fd == UINT_MAX is fd == -1; (unsigned)fd < 1024 says that fd is
    // not negative, its negation says nothing.
    const unsigned Width = unsigned(Ctx.getTypeSize(E->getLHS()->getType()));
    if (!Ordered) {
      R = Value::constant(
          llvm::APInt(64, uint64_t(R.Constant)).trunc(std::min(Width, 64u))
              .getSExtValue());
    } else if (reachable()) {
      const bool Below = Op == ir::CompareOp::LT || Op == ir::CompareOp::LE;
      ir::Edge Edges[2];
      Edges[0].To = True;
      Edges[1].To = False;
      Edges[0].Loc = Edges[1].Loc = B.loc();
      ir::Edge &Known = Edges[Below ? 0 : 1];
      Known.Assumes.push_back({L, ir::CompareOp::GE, Value::constant(0)});
      Known.Assumes.push_back({L, Below ? Op : ir::negate(Op), R});
      B.branchEdges(Edges);
      return leave();
    }
  }
  branchOn(L, Op, R, True, False);
}

} // namespace fdtidy::lower
