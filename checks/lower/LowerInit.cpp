//===- LowerInit.cpp - Initialisers ---------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lowers the initialisation of a place. Whoever asked for it destroys the place:
// CXXBindTemporaryExpr adds nothing here.
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"

using namespace clang;

namespace fdtidy::lower {

void FunctionLowering::emitInto(const Expr *E, PlaceID Dst) {
  if (!reachable())
    return;
  E = E->IgnoreParens();
  QualType T = E->getType();
  if (!Dst || valueType(T) == ir::ValueType::Other)
    return emitIgnored(E);
  if (isScalar(T) && !isa<InitListExpr>(E)) {
    Slot S;
    S.Into = Dst;
    Value V = emitScalar(E, S);
    if (!isa<CallExpr>(E))
      at(E->getBeginLoc());
    assign(Dst, V);
    return;
  }
  switch (E->getStmtClass()) {
  case Stmt::InitListExprClass:
    return emitInitList(cast<InitListExpr>(E), Dst);
  case Stmt::CXXParenListInitExprClass: {
    const auto *L = cast<CXXParenListInitExpr>(E);
    if (const RecordDecl *R = recordOf(T))
      return emitFields(const_cast<CXXParenListInitExpr *>(L)->getInitExprs(),
                        R, L->getInitializedFieldInUnion(), Dst);
    return emitElements(const_cast<CXXParenListInitExpr *>(L)->getInitExprs(),
                        L->getArrayFiller(), T, Dst);
  }
  case Stmt::ExprWithCleanupsClass:
    return emitInto(cast<ExprWithCleanups>(E)->getSubExpr(), Dst);
  case Stmt::CXXBindTemporaryExprClass:
    return emitInto(cast<CXXBindTemporaryExpr>(E)->getSubExpr(), Dst);
  case Stmt::ConstantExprClass:
    return emitInto(cast<ConstantExpr>(E)->getSubExpr(), Dst);
  case Stmt::SubstNonTypeTemplateParmExprClass:
    return emitInto(cast<SubstNonTypeTemplateParmExpr>(E)->getReplacement(),
                    Dst);
  case Stmt::CXXDefaultArgExprClass:
    return emitInto(cast<CXXDefaultArgExpr>(E)->getExpr(), Dst);
  case Stmt::CXXDefaultInitExprClass: {
    // Its `this` is the object around the member that Dst is.
    Value Outer = DefaultInitThis;
    if (B.function().place(Dst).Kind == ir::PlaceKind::Field)
      DefaultInitThis = addressOf(B.function().place(Dst).Parent);
    emitInto(cast<CXXDefaultInitExpr>(E)->getExpr(), Dst);
    DefaultInitThis = Outer;
    return;
  }
  case Stmt::CXXConstructExprClass:
  case Stmt::CXXTemporaryObjectExprClass:
    return emitConstruct(cast<CXXConstructExpr>(E), Dst);
  case Stmt::CXXInheritedCtorInitExprClass: {
    const auto *I = cast<CXXInheritedCtorInitExpr>(E);
    llvm::SmallVector<Value, 4> Args{addressOf(Dst)};
    for (size_t P = 1; P < B.function().Params.size(); ++P)
      Args.push_back(load(B.function().Params[P]));
    return callFunction(M.function(I->getConstructor()), Args);
  }
  case Stmt::LambdaExprClass:
    return emitLambda(cast<LambdaExpr>(E), Dst);
  case Stmt::ImplicitValueInitExprClass:
  case Stmt::CXXScalarValueInitExprClass:
    return emitZero(Dst, T);
  case Stmt::CallExprClass:
  case Stmt::CXXMemberCallExprClass:
  case Stmt::CXXOperatorCallExprClass:
  case Stmt::UserDefinedLiteralClass: {
    Slot S;
    S.Into = Dst;
    Value V = emitCall(cast<CallExpr>(E), S);
    assign(Dst, V);
    return;
  }
  case Stmt::ConditionalOperatorClass:
  case Stmt::BinaryConditionalOperatorClass:
    return emitConditionalArms(cast<AbstractConditionalOperator>(E),
                               [&](const Expr *Arm) { emitInto(Arm, Dst); });
  case Stmt::BinaryOperatorClass: {
    const auto *Op = cast<BinaryOperator>(E);
    if (Op->getOpcode() == BO_Comma) {
      emitIgnored(Op->getLHS());
      return emitInto(Op->getRHS(), Dst);
    }
    if (Op->getOpcode() == BO_Assign) // in C
      return assign(Dst, load(emitAssignPlace(Op)));
    break;
  }
  case Stmt::StmtExprClass: {
    Slot S;
    S.Into = Dst;
    emitStmtExpr(cast<StmtExpr>(E), S);
    return;
  }
  case Stmt::CompoundLiteralExprClass:
    return emitInto(cast<CompoundLiteralExpr>(E)->getInitializer(), Dst);
  case Stmt::ChooseExprClass:
    return emitInto(cast<ChooseExpr>(E)->getChosenSubExpr(), Dst);
  case Stmt::GenericSelectionExprClass:
    return emitInto(cast<GenericSelectionExpr>(E)->getResultExpr(), Dst);
  case Stmt::PseudoObjectExprClass:
    return emitInto(cast<PseudoObjectExpr>(E)->getResultExpr(), Dst);
  case Stmt::CXXRewrittenBinaryOperatorClass:
    return emitInto(cast<CXXRewrittenBinaryOperator>(E)->getSemanticForm(),
                    Dst);
  case Stmt::CXXStdInitializerListExprClass: {
    // The array is a temporary; the list refers to it by its elements.
    const Expr *Sub = cast<CXXStdInitializerListExpr>(E)->getSubExpr();
    PlaceID Array = emitPlace(Sub);
    const InitListExpr *L = dyn_cast<InitListExpr>(Sub->IgnoreImplicit());
    if (L && Array)
      for (unsigned I = 0; I < L->getNumInits(); ++I) {
        QualType Element = L->getInit(I)->getType();
        if (reachable() && valueType(Element) != ir::ValueType::Other)
          B.insert(Dst, load(indexOf(Array, Value::constant(I), Element)));
      }
    return;
  }
  case Stmt::ArrayInitLoopExprClass: {
    // An array copied whole: a capture, a member of a copied class.
    const auto *L = cast<ArrayInitLoopExpr>(E);
    assign(Dst, load(emitPlace(L->getCommonExpr())));
    return;
  }
  case Stmt::OpaqueValueExprClass:
  case Stmt::StringLiteralClass:
    return;
  case Stmt::CXXThrowExprClass:
    return emitThrow(cast<CXXThrowExpr>(E));
  case Stmt::CoawaitExprClass:
  case Stmt::CoyieldExprClass:
  case Stmt::VAArgExprClass:
    emitScalar(E);
    assign(Dst, Value::unknown());
    return;
  default:
    break;
  }
  if (const auto *C = dyn_cast<CastExpr>(E)) {
    const Expr *Sub = C->getSubExpr();
    if (C->getCastKind() == CK_LValueToRValue || Sub->isGLValue())
      return assign(Dst, load(emitPlace(Sub)));
    return emitInto(Sub, Dst);
  }
  if (E->isGLValue())
    return assign(Dst, load(emitPlace(E)));
  unknownConstruct(E);
  assign(Dst, Value::unknown());
}

void FunctionLowering::emitInitList(const InitListExpr *E, PlaceID Dst) {
  if (E->isTransparent())
    return emitInto(E->getInit(0), Dst);
  if (const InitListExpr *Semantic = E->getSemanticForm())
    E = Semantic;
  QualType T = E->getType();
  auto Inits = const_cast<InitListExpr *>(E)->inits();
  if (const RecordDecl *R = recordOf(T))
    return emitFields(llvm::ArrayRef<Expr *>(Inits.begin(), Inits.end()), R,
                      E->getInitializedFieldInUnion(), Dst);
  if (T->isArrayType()) {
    if (E->isStringLiteralInit())
      return;
    return emitElements(llvm::ArrayRef<Expr *>(Inits.begin(), Inits.end()),
                        E->getArrayFiller(), T, Dst);
  }
  if (E->getNumInits() == 1)
    return emitInto(E->getInit(0), Dst);
  assign(Dst, Value::constant(0));
}

void FunctionLowering::emitElements(llvm::ArrayRef<Expr *> Inits,
                                    const Expr *Filler, QualType T,
                                    PlaceID Dst) {
  const ArrayType *A = Ctx.getAsArrayType(T);
  if (!A || valueType(A->getElementType()) == ir::ValueType::Other)
    return;
  QualType Element = A->getElementType();
  const bool Bytes = Element->isAnyCharacterType();
  for (size_t I = 0; I < Inits.size() && !Bytes; ++I)
    emitInto(Inits[I], indexOf(Dst, Value::constant(int64_t(I)), Element));
  const uint64_t N = arrayLength(T, Ctx);
  if (!Filler || N <= Inits.size() || Bytes)
    return;
  if (N <= 64)
    for (uint64_t I = Inits.size(); I < N; ++I)
      emitInto(Filler, indexOf(Dst, Value::constant(int64_t(I)), Element));
  else
    emitInto(Filler, indexOf(Dst, Value::unknown(), Element));
}

void FunctionLowering::emitFields(llvm::ArrayRef<Expr *> Inits,
                                  const RecordDecl *R, const FieldDecl *OfUnion,
                                  PlaceID Dst) {
  size_t Next = 0;
  auto InitOne = [&](PlaceID P, QualType T, const Expr *E) {
    if (isa<DesignatedInitUpdateExpr, NoInitExpr>(E))
      return;
    if (T->isReferenceType())
      assign(P, emitReference(E));
    else
      emitInto(E, P);
  };
  if (R->isUnion()) {
    if (OfUnion && !Inits.empty())
      InitOne(fieldOf(Dst, OfUnion), OfUnion->getType(), Inits[0]);
    return;
  }
  if (const auto *C = dyn_cast<CXXRecordDecl>(R))
    for (const CXXBaseSpecifier &Base : C->bases())
      if (Next < Inits.size())
        InitOne(Dst, Base.getType(), Inits[Next++]);
  for (const FieldDecl *F : R->fields()) {
    if (F->isUnnamedBitField())
      continue;
    if (Next >= Inits.size())
      break;
    InitOne(fieldOf(Dst, F), F->getType(), Inits[Next++]);
  }
}

/// `= {}`: all bits 0 of what handles or tests can depend on.
void FunctionLowering::emitZero(PlaceID Dst, QualType T, unsigned Depth) {
  if (!Dst || Depth > 4 || !reachable())
    return;
  if (isScalar(T))
    return assign(Dst, Value::constant(0));
  if (const ArrayType *A = Ctx.getAsArrayType(T)) {
    QualType Element = A->getElementType();
    const uint64_t N = arrayLength(T, Ctx);
    if (Element->isAnyCharacterType() ||
        valueType(Element) == ir::ValueType::Other)
      return;
    if (N && N <= 16) {
      for (uint64_t I = 0; I < N; ++I)
        emitZero(indexOf(Dst, Value::constant(int64_t(I)), Element), Element,
                 Depth + 1);
    } else {
      emitZero(indexOf(Dst, Value::unknown(), Element), Element, Depth + 1);
    }
    return;
  }
  const RecordDecl *R = recordOf(T);
  if (!R || !R->isCompleteDefinition())
    return;
  if (const auto *C = dyn_cast<CXXRecordDecl>(R))
    for (const CXXBaseSpecifier &Base : C->bases())
      emitZero(Dst, Base.getType(), Depth + 1);
  for (const FieldDecl *F : R->fields()) {
    if (F->isUnnamedBitField() || F->getType()->isReferenceType())
      continue;
    emitZero(fieldOf(Dst, F), F->getType(), Depth + 1);
    if (R->isUnion())
      break;
  }
}

} // namespace fdtidy::lower
