//===- ModelSlot.cpp - What the slots of a model denote -------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The slots of an effect (`arg0[1].fd`, `result`) as places and values of the
// call at hand.
//===----------------------------------------------------------------------===//
#include "lower/HandleType.h"
#include "lower/ModelRun.h"

using namespace clang;

namespace fdtidy::lower {

std::pair<Value, QualType>
FunctionLowering::ModelRun::root(const model::Slot &S) {
  switch (S.From) {
  case model::Slot::Root::Result:
    if (Site.Type->isReferenceType())
      return {
          L.load(L.deref(Value::place(result()), Site.Type->getPointeeType())),
          Site.Type->getPointeeType()};
    return {L.load(result()), Site.Type};
  case model::Slot::Root::This:
    if (const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee)) {
      QualType T = typeOf(L.Ctx, Method->getParent());
      return {L.load(L.deref(Site.This, T)), T};
    }
    break;
  case model::Slot::Root::Argument: {
    if (S.Index >= Site.Args.size())
      break;
    QualType T = S.Index < Site.Callee->getNumParams()
                     ? Site.Callee->getParamDecl(S.Index)->getType()
                 : Site.Exprs[S.Index] ? Site.Exprs[S.Index]->getType()
                                       : QualType();
    Value V = Site.Args[S.Index];
    if (!T.isNull() && T->isReferenceType()) {
      T = T->getPointeeType();
      return {T->isFunctionType() ? V : L.load(L.deref(V, T)), T};
    }
    if (!T.isNull() && T->isVoidPointerType() && Site.Exprs[S.Index])
      T = strip(Site.Exprs[S.Index])->IgnoreParenCasts()->getType();
    return {V, T};
  }
  default:
    break;
  }
  return {Value::unknown(), QualType()};
}

PlaceID FunctionLowering::ModelRun::place(const model::Slot &S) {
  auto [V, T] = root(S);
  PlaceID P = V.isPlace() ? V.Place : PlaceID();
  for (const model::Slot::Projection &Step : S.Path) {
    switch (Step.Which) {
    case model::Slot::Step::Pointee:
      T = T.isNull() ? T : L.pointeeOf(T);
      P = L.deref(V, T.isNull() || T->isVoidType() ? L.Ctx.IntTy : T);
      break;
    case model::Slot::Step::Index: {
      QualType Element = T.isNull() ? QualType(L.Ctx.IntTy) : L.pointeeOf(T);
      if (Element.isNull())
        Element = L.Ctx.IntTy;
      Value Index = Value::constant(Step.Index);
      if (V.Which == Value::Kind::Address) {
        const ir::Place At = L.B.function().place(V.Place);
        if (At.Kind == ir::PlaceKind::Index &&
            At.Type != ir::ValueType::Array) {
          Index.Constant += At.Number;
          P = L.indexOf(At.Parent, Index, Element);
        } else {
          P = L.indexOf(V.Place, Index, Element);
        }
      } else if (!T.isNull() && T->isArrayType()) {
        P = L.indexOf(P, Index, Element);
      } else {
        P = L.indexOf(L.deref(V, Element), Index, Element);
      }
      T = Element;
      break;
    }
    case model::Slot::Step::Field: {
      QualType FieldType = L.Ctx.IntTy;
      const FieldDecl *Found = nullptr;
      if (const RecordDecl *R = recordOf(T))
        for (const FieldDecl *F : R->fields())
          if (F->getIdentifier() && F->getName() == Step.Field)
            Found = F;
      if (Found)
        FieldType = Found->getType();
      P = Found ? L.fieldOf(P, Found) : L.field(P, Step.Field, FieldType);
      T = FieldType;
      break;
    }
    }
    V = L.load(P);
  }
  return P;
}

Value FunctionLowering::ModelRun::value(const model::Slot &S) {
  if (S.Path.empty())
    return root(S).first;
  return L.load(place(S));
}

llvm::SmallVector<Value, 4>
FunctionLowering::ModelRun::values(const model::Slot &S) {
  llvm::SmallVector<Value, 4> All;
  if (S.From == model::Slot::Root::Rest) {
    for (size_t I = S.Index; I < Site.Args.size(); ++I) {
      model::Slot One;
      One.From = model::Slot::Root::Argument;
      One.Index = uint32_t(I);
      One.Path = S.Path;
      All.push_back(value(One));
    }
  } else if (S) {
    All.push_back(value(S));
  }
  return All;
}

llvm::SmallVector<PlaceID, 4>
FunctionLowering::ModelRun::places(const model::Slot &S) {
  llvm::SmallVector<PlaceID, 4> All;
  for (Value V : values(S))
    if (V.isPlace())
      All.push_back(V.Place);
  return All;
}

/// Null for a stream and -1 for a descriptor are none: that somebody uses them is
/// to be seen in the facts.
Value FunctionLowering::ModelRun::used(Value V, const model::Slot &S) {
  if (!V.isConstant() || S.From != model::Slot::Root::Argument ||
      !S.Path.empty() || S.Index >= Site.Callee->getNumParams())
    return V;
  const QualType T = Site.Callee->getParamDecl(S.Index)->getType();
  const auto As = handleType(T, L.Ctx);
  if (!As || As->Pointee || As->Elements ||
      V.Constant != (As->Kind == model::HandleKind::Raw ? -1 : 0))
    return V;
  PlaceID None = L.temp(T);
  L.assign(None, V);
  return Value::place(None);
}

} // namespace fdtidy::lower
