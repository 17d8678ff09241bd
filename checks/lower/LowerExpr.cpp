//===- LowerExpr.cpp - The values of expressions --------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"

using namespace clang;

namespace fdtidy::lower {

Value FunctionLowering::unknownConstruct(const Stmt *S) {
  M.gap("unknown construct");
  for (const Stmt *Child : S->children()) {
    const auto *E = dyn_cast_or_null<Expr>(Child);
    if (!E) {
      if (Child)
        emitStmt(Child);
      continue;
    }
    if (E->isGLValue())
      escapeIfHandle(addressOf(emitPlace(E)), E->getType(),
                     "unknown construct");
    else if (isScalar(E->getType()))
      escapeIfHandle(emitScalar(E), E->getType(), "unknown construct");
    else
      emitIgnored(E);
  }
  return Value::unknown();
}

void FunctionLowering::escapeIfHandle(Value V, QualType T, StringRef Cause) {
  if (valueType(T) == ir::ValueType::Other)
    return;
  escape(V, Cause);
}

std::optional<int64_t> FunctionLowering::constantOf(const Expr *E) {
  if (!E || E->isValueDependent() || !E->getType()->isIntegralOrEnumerationType())
    return std::nullopt;
  // The evaluator is quick to fail on a variable, but not on a deep tree.
  const Expr *Core = strip(E);
  switch (Core->getStmtClass()) {
  case Stmt::CallExprClass:
  case Stmt::CXXMemberCallExprClass:
  case Stmt::CXXOperatorCallExprClass:
  case Stmt::StmtExprClass:
  case Stmt::MemberExprClass:
    return std::nullopt;
  default:
    break;
  }
  Expr::EvalResult Result;
  if (!E->EvaluateAsInt(Result, Ctx, Expr::SE_NoSideEffects))
    return std::nullopt;
  const llvm::APSInt &Int = Result.Val.getInt();
  if (Int.getSignificantBits() <= 64 || Int.getActiveBits() <= 64)
    return Int.extOrTrunc(64).getSExtValue();
  return std::nullopt;
}

void FunctionLowering::emitIgnored(const Expr *E) {
  if (!reachable())
    return;
  E = E->IgnoreParens();
  at(E->getBeginLoc());
  if (const auto *W = dyn_cast<ExprWithCleanups>(E))
    return emitIgnored(W->getSubExpr());
  if (const auto *C = dyn_cast<CastExpr>(E)) {
    if (C->getCastKind() == CK_ToVoid || C->getCastKind() == CK_NoOp ||
        C->getCastKind() == CK_LValueToRValue ||
        C->getCastKind() == CK_ConstructorConversion ||
        !isScalar(C->getType()))
      return emitIgnored(C->getSubExpr());
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(E)) {
    if (Op->getOpcode() == BO_Comma) {
      emitIgnored(Op->getLHS());
      return emitIgnored(Op->getRHS());
    }
    if (Op->getOpcode() == BO_LAnd || Op->getOpcode() == BO_LOr) {
      BlockID Done = B.newBlock(), Second = B.newBlock();
      const bool And = Op->getOpcode() == BO_LAnd;
      emitBranch(Op->getLHS(), And ? Second : Done, And ? Done : Second);
      enter(Second);
      {
        Conditional Arm(*this);
        emitIgnored(Op->getRHS());
      }
      return enterFromHere(Done);
    }
  }
  if (const auto *Op = dyn_cast<AbstractConditionalOperator>(E)) {
    emitConditionalArms(Op, [&](const Expr *Arm) { emitIgnored(Arm); });
    return;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E); U && U->isIncrementDecrementOp()) {
    emitIncrement(U);
    return;
  }
  if (const auto *T = dyn_cast<CXXThrowExpr>(E))
    return emitThrow(T);
  if (const auto *D = dyn_cast<CXXDeleteExpr>(E))
    return emitDelete(D);
  Slot S;
  S.Ignored = true;
  if (isa<CallExpr>(E) && (E->getType()->isVoidType() || E->isGLValue() ||
                           valueType(E->getType()) != ir::ValueType::Record)) {
    emitCall(cast<CallExpr>(E), S);
    return;
  }
  if (const auto *St = dyn_cast<StmtExpr>(E)) {
    emitStmtExpr(St, S);
    return;
  }
  if (E->isGLValue()) {
    const auto *Op = dyn_cast<BinaryOperator>(E);
    if (Op && Op->getOpcode() == BO_Assign)
      emitAssignPlace(Op, S);
    else
      emitPlace(E);
    return;
  }
  if (valueType(E->getType()) == ir::ValueType::Record ||
      valueType(E->getType()) == ir::ValueType::Array) {
    materialize(E);
    return;
  }
  emitScalar(E, S);
}

Value FunctionLowering::emitScalar(const Expr *E, Slot S) {
  if (!reachable())
    return Value::unknown();
  E = E->IgnoreParens();
  // Reading a temporary that was made for it is reading its initialiser.
  if (const auto *T = dyn_cast<MaterializeTemporaryExpr>(E);
      T && T->getStorageDuration() == SD_FullExpression &&
      isScalar(T->getType()))
    return emitScalar(T->getSubExpr(), S);
  if (E->isGLValue())
    return load(emitPlace(E));
  switch (E->getStmtClass()) {
  case Stmt::IntegerLiteralClass:
  case Stmt::CharacterLiteralClass:
  case Stmt::CXXBoolLiteralExprClass:
  case Stmt::UnaryExprOrTypeTraitExprClass:
  case Stmt::TypeTraitExprClass:
  case Stmt::SizeOfPackExprClass:
  case Stmt::CXXNoexceptExprClass:
  case Stmt::OffsetOfExprClass:
  case Stmt::ConceptSpecializationExprClass:
  case Stmt::RequiresExprClass:
    if (std::optional<int64_t> C = constantOf(E))
      return Value::constant(*C);
    return Value::unknown();
  case Stmt::CXXNullPtrLiteralExprClass:
  case Stmt::GNUNullExprClass:
  case Stmt::ImplicitValueInitExprClass:
  case Stmt::CXXScalarValueInitExprClass:
    return Value::constant(0);
  case Stmt::CXXThisExprClass:
    return thisValue();
  case Stmt::DeclRefExprClass: // an enumerator
    if (const auto *C =
            dyn_cast<EnumConstantDecl>(cast<DeclRefExpr>(E)->getDecl()))
      return Value::constant(C->getInitVal().getExtValue());
    if (std::optional<int64_t> C = constantOf(E))
      return Value::constant(*C);
    return Value::unknown();
  case Stmt::ConstantExprClass:
    if (std::optional<int64_t> C = constantOf(E))
      return Value::constant(*C);
    return emitScalar(cast<ConstantExpr>(E)->getSubExpr(), S);
  case Stmt::ExprWithCleanupsClass:
    return emitScalar(cast<ExprWithCleanups>(E)->getSubExpr(), S);
  case Stmt::SubstNonTypeTemplateParmExprClass:
    return emitScalar(cast<SubstNonTypeTemplateParmExpr>(E)->getReplacement(),
                      S);
  case Stmt::CXXDefaultArgExprClass:
    return emitScalar(cast<CXXDefaultArgExpr>(E)->getExpr(), S);
  case Stmt::CXXDefaultInitExprClass:
    return emitScalar(cast<CXXDefaultInitExpr>(E)->getExpr(), S);
  case Stmt::ChooseExprClass:
    return emitScalar(cast<ChooseExpr>(E)->getChosenSubExpr(), S);
  case Stmt::GenericSelectionExprClass:
    return emitScalar(cast<GenericSelectionExpr>(E)->getResultExpr(), S);
  case Stmt::CXXRewrittenBinaryOperatorClass:
    return emitScalar(cast<CXXRewrittenBinaryOperator>(E)->getSemanticForm(),
                      S);
  case Stmt::PseudoObjectExprClass:
    return emitScalar(cast<PseudoObjectExpr>(E)->getResultExpr(), S);
  case Stmt::CXXStdInitializerListExprClass:
    return emitScalar(cast<CXXStdInitializerListExpr>(E)->getSubExpr(), S);
  case Stmt::InitListExprClass: { // int x{5}
    const auto *L = cast<InitListExpr>(E);
    return L->getNumInits() ? emitScalar(L->getInit(0), S) : Value::constant(0);
  }
  case Stmt::OpaqueValueExprClass: {
    auto It = Opaques.find(cast<OpaqueValueExpr>(E));
    if (It != Opaques.end())
      return It->second.P ? load(It->second.P) : It->second.V;
    if (const Expr *Source = cast<OpaqueValueExpr>(E)->getSourceExpr())
      return emitScalar(Source, S);
    return Value::unknown();
  }
  case Stmt::BinaryOperatorClass:
    return emitBinary(cast<BinaryOperator>(E), S);
  case Stmt::CompoundAssignOperatorClass:
    return load(emitCompoundAssign(cast<CompoundAssignOperator>(E)));
  case Stmt::UnaryOperatorClass:
    return emitUnary(cast<UnaryOperator>(E), S);
  case Stmt::ConditionalOperatorClass:
  case Stmt::BinaryConditionalOperatorClass:
    return emitConditional(cast<AbstractConditionalOperator>(E), S);
  case Stmt::StmtExprClass:
    return emitStmtExpr(cast<StmtExpr>(E), S);
  case Stmt::CallExprClass:
  case Stmt::CXXMemberCallExprClass:
  case Stmt::CXXOperatorCallExprClass:
  case Stmt::UserDefinedLiteralClass:
    return emitCall(cast<CallExpr>(E), S);
  case Stmt::CXXNewExprClass:
    return emitNew(cast<CXXNewExpr>(E));
  case Stmt::CXXDeleteExprClass:
    emitDelete(cast<CXXDeleteExpr>(E));
    return Value::unknown();
  case Stmt::CXXThrowExprClass:
    emitThrow(cast<CXXThrowExpr>(E));
    return Value::unknown();
  case Stmt::LambdaExprClass:
  case Stmt::CXXConstructExprClass:
  case Stmt::CXXTemporaryObjectExprClass:
    return load(materialize(E));
  case Stmt::AddrLabelExprClass:
  case Stmt::VAArgExprClass:
  case Stmt::CXXTypeidExprClass:
  case Stmt::FloatingLiteralClass:
  case Stmt::ImaginaryLiteralClass:
  case Stmt::StringLiteralClass:
  case Stmt::SourceLocExprClass:
  case Stmt::PredefinedExprClass:
  case Stmt::CXXPseudoDestructorExprClass:
  case Stmt::ArrayTypeTraitExprClass:
  case Stmt::ExpressionTraitExprClass:
  case Stmt::CXXUuidofExprClass:
  case Stmt::BlockExprClass:
    return Value::unknown();
  case Stmt::CoawaitExprClass:
  case Stmt::CoyieldExprClass: {
    const Expr *Operand = cast<CoroutineSuspendExpr>(E)->getOperand();
    if (const auto *Await = dyn_cast<CoawaitExpr>(E))
      Operand = Await->getOperand();
    emitIgnored(Operand);
    return Value::unknown();
  }
  default:
    break;
  }
  if (const auto *C = dyn_cast<CastExpr>(E))
    return emitCast(C, S);
  if (const auto *L = dyn_cast<CXXParenListInitExpr>(E))
    return L->getInitExprs().empty() ? Value::constant(0)
                                     : emitScalar(L->getInitExprs()[0], S);
  if (!isScalar(E->getType()) &&
      valueType(E->getType()) != ir::ValueType::Other)
    return load(materialize(E));
  return unknownConstruct(E);
}

//===----------------------------------------------------------------------===//
// Control flow inside expressions
//===----------------------------------------------------------------------===//

/// A comparison or a logical operator as a number.
Value FunctionLowering::emitFlow(const Expr *E) {
  PlaceID Result = temp(Ctx.BoolTy);
  BlockID True = B.newBlock(), False = B.newBlock(), Done = B.newBlock();
  emitBranch(E, True, False);
  enter(True);
  assign(Result, Value::constant(1));
  jump(Done);
  enter(False);
  assign(Result, Value::constant(0));
  jump(Done);
  enter(Done);
  return Value::place(Result);
}

const Expr *
FunctionLowering::emitCommon(const AbstractConditionalOperator *E) {
  const auto *Gnu = dyn_cast<BinaryConditionalOperator>(E);
  if (!Gnu)
    return E->getTrueExpr();
  const OpaqueValueExpr *O = Gnu->getOpaqueValue();
  if (O->isGLValue())
    Opaques[O] = {Value(), emitPlace(Gnu->getCommon())};
  else
    Opaques[O] = {emitScalar(Gnu->getCommon()), PlaceID()};
  return E->getTrueExpr();
}

void FunctionLowering::emitConditionalArms(
    const AbstractConditionalOperator *E,
    llvm::function_ref<void(const Expr *)> Arm) {
  const Expr *TrueExpr = emitCommon(E);
  BlockID True = B.newBlock(), False = B.newBlock(), Done = B.newBlock();
  emitBranch(E->getCond(), True, False);
  Conditional Both(*this);
  enter(True);
  if (reachable())
    Arm(TrueExpr);
  jump(Done);
  enter(False);
  Arm(E->getFalseExpr());
  jump(Done);
  enter(Done);
}

Value FunctionLowering::emitConditional(const AbstractConditionalOperator *E,
                                        Slot S) {
  if (E->getType()->isVoidType() || S.Ignored) {
    emitConditionalArms(E, [&](const Expr *Arm) { emitIgnored(Arm); });
    return Value::unknown();
  }
  PlaceID Result = S.Into ? S.Into : temp(E->getType());
  emitConditionalArms(E, [&](const Expr *Arm) { emitInto(Arm, Result); });
  return Value::place(Result);
}

Value FunctionLowering::emitStmtExpr(const StmtExpr *E, Slot S) {
  const CompoundStmt *Body = E->getSubStmt();
  const unsigned Height = unsigned(Stack.size());
  const Stmt *Last = Body->body_empty() ? nullptr : Body->body_back();
  const Expr *Result = nullptr;
  if (!E->getType()->isVoidType() && !S.Ignored && Last) {
    const Stmt *Inner = Last;
    while (const auto *L = dyn_cast<LabelStmt>(Inner))
      Inner = L->getSubStmt();
    Result = dyn_cast<Expr>(Inner);
  }
  PlaceID Into = S.Into;
  if (Result && !Into)
    Into = temp(E->getType());
  Scopes.push_back({Body, Height});
  for (const Stmt *Child : Body->body()) {
    if (Child == Last && Result) {
      FullExpression Full(*this);
      emitInto(Result, Into);
    } else {
      emitStmt(Child);
    }
  }
  popTo(Height);
  Scopes.pop_back();
  return Result ? Value::place(Into) : Value::unknown();
}

} // namespace fdtidy::lower
