//===- LowerPlace.cpp - The places of glvalues ----------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An invalid place is one that no handle is followed through: reading it gives
// `?`, a handle written to it escapes.
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"

using namespace clang;

namespace fdtidy::lower {

PlaceID FunctionLowering::emitPlace(const Expr *E) {
  if (!reachable())
    return {};
  E = E->IgnoreParens();
  if (!E->isGLValue())
    return materialize(E);
  switch (E->getStmtClass()) {
  case Stmt::DeclRefExprClass: {
    const auto *R = cast<DeclRefExpr>(E);
    if (isa<FunctionDecl>(R->getDecl()))
      return {};
    return declPlace(R->getDecl());
  }
  case Stmt::MemberExprClass:
    return emitMember(cast<MemberExpr>(E));
  case Stmt::ArraySubscriptExprClass:
    return emitSubscript(cast<ArraySubscriptExpr>(E));
  case Stmt::UnaryOperatorClass: {
    const auto *U = cast<UnaryOperator>(E);
    switch (U->getOpcode()) {
    case UO_Deref:
      return deref(emitScalar(U->getSubExpr()), E->getType());
    case UO_PreInc:
    case UO_PreDec:
      return emitIncrement(U);
    case UO_Extension:
    case UO_Real:
    case UO_Imag:
      return emitPlace(U->getSubExpr());
    default:
      break;
    }
    break;
  }
  case Stmt::BinaryOperatorClass: {
    const auto *Op = cast<BinaryOperator>(E);
    if (Op->getOpcode() == BO_Assign)
      return emitAssignPlace(Op);
    if (Op->getOpcode() == BO_Comma) {
      emitIgnored(Op->getLHS());
      return emitPlace(Op->getRHS());
    }
    break;
  }
  case Stmt::CompoundAssignOperatorClass:
    return emitCompoundAssign(cast<CompoundAssignOperator>(E));
  case Stmt::ConditionalOperatorClass:
  case Stmt::BinaryConditionalOperatorClass: {
    // Which of two places: a pointer to the one that it is.
    PlaceID Which = temp(Ctx.getLValueReferenceType(E->getType()));
    emitConditionalArms(cast<AbstractConditionalOperator>(E),
                        [&](const Expr *Arm) {
                          if (Arm->isGLValue())
                            assign(Which, addressOf(emitPlace(Arm)));
                          else
                            emitIgnored(Arm); // throw
                        });
    return deref(Value::place(Which), E->getType());
  }
  case Stmt::CallExprClass:
  case Stmt::CXXMemberCallExprClass:
  case Stmt::CXXOperatorCallExprClass:
  case Stmt::UserDefinedLiteralClass:
    return deref(emitCall(cast<CallExpr>(E), {}), E->getType());
  case Stmt::MaterializeTemporaryExprClass:
    return emitMaterialized(cast<MaterializeTemporaryExpr>(E));
  case Stmt::CompoundLiteralExprClass: {
    const auto *L = cast<CompoundLiteralExpr>(E);
    PlaceID P = local("literal", L->getType(), L->getBeginLoc());
    emitInto(L->getInitializer(), P);
    return P;
  }
  case Stmt::ExprWithCleanupsClass:
    return emitPlace(cast<ExprWithCleanups>(E)->getSubExpr());
  case Stmt::ConstantExprClass:
    return emitPlace(cast<ConstantExpr>(E)->getSubExpr());
  case Stmt::SubstNonTypeTemplateParmExprClass:
    return emitPlace(cast<SubstNonTypeTemplateParmExpr>(E)->getReplacement());
  case Stmt::CXXDefaultArgExprClass:
    return emitPlace(cast<CXXDefaultArgExpr>(E)->getExpr());
  case Stmt::CXXDefaultInitExprClass:
    return emitPlace(cast<CXXDefaultInitExpr>(E)->getExpr());
  case Stmt::ChooseExprClass:
    return emitPlace(cast<ChooseExpr>(E)->getChosenSubExpr());
  case Stmt::GenericSelectionExprClass:
    return emitPlace(cast<GenericSelectionExpr>(E)->getResultExpr());
  case Stmt::PseudoObjectExprClass:
    return emitPlace(cast<PseudoObjectExpr>(E)->getResultExpr());
  case Stmt::InitListExprClass: // int &r{x}
    if (cast<InitListExpr>(E)->getNumInits() == 1)
      return emitPlace(cast<InitListExpr>(E)->getInit(0));
    break;
  case Stmt::OpaqueValueExprClass: {
    auto It = Opaques.find(cast<OpaqueValueExpr>(E));
    if (It != Opaques.end())
      return It->second.P;
    if (const Expr *Source = cast<OpaqueValueExpr>(E)->getSourceExpr())
      return emitPlace(Source);
    return {};
  }
  case Stmt::StmtExprClass: {
    Value V = emitStmtExpr(cast<StmtExpr>(E), {});
    return V.isPlace() ? V.Place : PlaceID();
  }
  case Stmt::CXXThrowExprClass:
    emitThrow(cast<CXXThrowExpr>(E));
    return {};
  case Stmt::StringLiteralClass:
  case Stmt::PredefinedExprClass:
  case Stmt::CXXTypeidExprClass:
  case Stmt::SourceLocExprClass:
    return {};
  case Stmt::VAArgExprClass:
  case Stmt::CoawaitExprClass:
  case Stmt::CoyieldExprClass:
    emitScalar(E->IgnoreParens());
    return {};
  default:
    break;
  }
  if (const auto *C = dyn_cast<CastExpr>(E)) {
    const Expr *Sub = C->getSubExpr();
    return Sub->isGLValue() ? emitPlace(Sub) : materialize(Sub);
  }
  unknownConstruct(E);
  return {};
}

PlaceID FunctionLowering::emitMember(const MemberExpr *E) {
  const ValueDecl *D = E->getMemberDecl();
  if (const auto *Var = dyn_cast<VarDecl>(D)) { // a static member
    emitIgnored(E->getBase());
    PlaceID P = variable(Var);
    return P && Var->getType()->isReferenceType()
               ? deref(load(P), Var->getType()->getPointeeType())
               : P;
  }
  const auto *F = dyn_cast<FieldDecl>(D);
  PlaceID Object = E->isArrow()
                       ? deref(emitScalar(E->getBase()),
                               E->getBase()->getType()->getPointeeType())
                       : emitPlace(E->getBase());
  if (!F || !Object)
    return {};
  PlaceID P = fieldOf(Object, F);
  if (F->getType()->isReferenceType())
    return deref(load(P), F->getType()->getPointeeType());
  return P;
}

PlaceID FunctionLowering::emitSubscript(const ArraySubscriptExpr *E) {
  const Expr *Base = E->getBase()->IgnoreParens();
  QualType T = E->getType();
  Value Index;
  if (std::optional<int64_t> C = constantOf(E->getIdx()))
    Index = Value::constant(*C);
  const auto *Decay = dyn_cast<ImplicitCastExpr>(Base);
  if (Decay && Decay->getCastKind() == CK_ArrayToPointerDecay) {
    PlaceID Array = Decay->getSubExpr()->isGLValue()
                        ? emitPlace(Decay->getSubExpr())
                        : materialize(Decay->getSubExpr());
    if (!Index)
      Index = emitScalar(E->getIdx());
    return indexOf(Array, Index, T);
  }
  if (!Base->getType()->isPointerType()) // a vector
    return {};
  Value Pointer = emitScalar(Base);
  if (!Index)
    Index = emitScalar(E->getIdx());
  if (Pointer.Which == Value::Kind::Address) {
    const ir::Place P = B.function().place(Pointer.Place);
    if (P.Kind == ir::PlaceKind::Index && P.Type != ir::ValueType::Array) {
      if (Index.isConstant())
        Index.Constant += P.Number;
      return indexOf(P.Parent, Index, T);
    }
    if (P.Type != ir::ValueType::Array && Index.isConstant() &&
        Index.Constant == 0)
      return Pointer.Place;
    return indexOf(Pointer.Place, Index, T);
  }
  return indexOf(deref(Pointer, T), Index, T);
}

PlaceID
FunctionLowering::emitMaterialized(const MaterializeTemporaryExpr *E) {
  const Expr *Sub = E->getSubExpr();
  QualType T = Sub->getType();
  if (valueType(T) == ir::ValueType::Other) {
    emitIgnored(Sub);
    return {};
  }
  switch (E->getStorageDuration()) {
  case SD_Automatic: {
    std::string Name = "temporary";
    if (const ValueDecl *D = E->getExtendingDecl(); D && D->getIdentifier())
      Name = D->getNameAsString();
    PlaceID P = local(Name, T, E->getBeginLoc());
    emitInto(Sub, P);
    Cleanup C;
    C.Kind = isDestroyed(T, Ctx) ? CleanupKind::Destroy : CleanupKind::End;
    C.Place = P;
    C.Type = T;
    C.Loc = E->getBeginLoc();
    if (FullExpressions)
      Extended.push_back(C);
    else
      push(C);
    return P;
  }
  default:
    break;
  }
  return materialize(Sub);
}

PlaceID FunctionLowering::materialize(const Expr *E) {
  E = E->IgnoreParens();
  if (const auto *W = dyn_cast<ExprWithCleanups>(E))
    return materialize(W->getSubExpr());
  if (E->isGLValue())
    return emitPlace(E);
  QualType T = E->getType();
  if (valueType(T) == ir::ValueType::Other) {
    emitIgnored(E);
    return {};
  }
  PlaceID P = temp(T);
  emitInto(E, P);
  pushTemporary(P, T, E->getBeginLoc());
  return P;
}

/// A reference to what \p E denotes.
Value FunctionLowering::emitReference(const Expr *E) {
  if (const auto *W = dyn_cast<ExprWithCleanups>(E->IgnoreParens()))
    return emitReference(W->getSubExpr());
  if (E->getType()->isFunctionType())
    if (const FunctionDecl *F = knownFunction(E))
      return functionValue(F);
  return addressOf(emitPlace(E));
}

/// The function that \p E names, through constant pointers too, or null.
const FunctionDecl *FunctionLowering::knownFunction(const Expr *E) {
  for (unsigned Steps = 0; E && Steps < 16; ++Steps) {
    E = E->IgnoreParenCasts();
    if (const auto *U = dyn_cast<UnaryOperator>(E)) {
      if (U->getOpcode() != UO_AddrOf && U->getOpcode() != UO_Deref &&
          U->getOpcode() != UO_Plus)
        return nullptr;
      E = U->getSubExpr();
      continue;
    }
    if (const auto *P = dyn_cast<SubstNonTypeTemplateParmExpr>(E)) {
      E = P->getReplacement();
      continue;
    }
    if (const auto *C = dyn_cast<ConstantExpr>(E)) {
      E = C->getSubExpr();
      continue;
    }
    const ValueDecl *D = nullptr;
    if (const auto *R = dyn_cast<DeclRefExpr>(E))
      D = R->getDecl();
    else if (const auto *Member = dyn_cast<MemberExpr>(E))
      D = Member->getMemberDecl();
    if (const auto *F = dyn_cast_or_null<FunctionDecl>(D))
      return F;
    const auto *Var = dyn_cast_or_null<VarDecl>(D);
    if (!Var || !Var->getType().isConstQualified() ||
        !Var->getType()->isPointerType())
      return nullptr;
    E = Var->getAnyInitializer();
  }
  return nullptr;
}

Value FunctionLowering::functionValue(const FunctionDecl *D) {
  const model::FunctionModel *Model = M.model(D, D->getNumParams());
  ir::FunctionID F = Model && !Model->Effects.empty()
                         ? M.modelledFunction(D, *Model)
                         : M.function(D);
  B.module().at(F).Info.AddressTaken = true;
  return Value::function(F);
}

} // namespace fdtidy::lower
