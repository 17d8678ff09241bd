//===- LowerAnnotated.cpp - Calls and bodies of annotated functions -------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A call of an annotated function that nobody sees is a call that is not given
// what the annotations speak of, and then their effects. An annotated function
// with a body has its annotations as a contract, in terms of its own places.
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"
#include "lower/HandleType.h"

using namespace clang;

namespace fdtidy::lower {

using ModelSlot = model::Slot;

Value FunctionLowering::emitAnnotated(CallSite &Site,
                                      const model::FunctionModel &Said,
                                      bool Virtual) {
  CallSite Rest = Site;
  bool GivesResult = false;
  auto Names = [&](const ModelSlot &S) {
    if (S.From == ModelSlot::Root::Argument && S.Index < Rest.Args.size())
      Rest.Args[S.Index] = Value::unknown();
    else if (S.From == ModelSlot::Root::This)
      Rest.This = Value::unknown();
    else if (S.From == ModelSlot::Root::Result)
      GivesResult = true;
  };
  for (const model::Effect &E : Said.Effects) {
    Names(E.Of);
    Names(E.Into);
  }
  if (GivesResult) {
    Rest.Result = Slot();
    Rest.Result.Ignored = true;
  }
  Value Result = emitGeneralCall(Rest, Virtual);
  if (!reachable())
    return Result;
  const bool HasResult = !GivesResult && Result.isPlace();
  if (HasResult)
    Site.Result = Rest.Result;
  return emitModel(Site, Said, HasResult);
}

/// A constructor that nobody sees, of a class that owns or refers to a handle,
/// from the one descriptor or stream that it is given.
bool FunctionLowering::emitOwnerConstructor(CallSite &Site, PlaceID Object) {
  const auto *C = cast<CXXConstructorDecl>(Site.Callee);
  const model::TypeModel *Type = M.typeModel(C->getParent());
  if (!Type || M.bodyOf(C) || specialOf(C) != Special::None)
    return false;
  std::optional<unsigned> Given;
  for (unsigned I = 0; I < C->getNumParams() && I < Site.Args.size(); ++I) {
    auto T = handleType(C->getParamDecl(I));
    if (!T || T->Pointee || T->Elements)
      continue;
    if (Given)
      return false;
    Given = I;
  }
  if (!Given)
    return false;
  if (const Annotated *A = M.annotated(C))
    for (const model::Effect &E : A->Model.Effects)
      if (E.Of.Index == *Given && E.Kind != model::EffectKind::Escape)
        return false; // it says otherwise
  Value From = std::exchange(Site.Args[*Given], Value::unknown());
  emitGeneralCall(Site, /*Virtual=*/false);
  if (Type->Owner && reachable() && (From.isPlace() || From.isConstant()))
    B.transfer(Object, From, ir::OwnerKind::Object,
               M.naming().display(C->getParent()));
  return true;
}

//===----------------------------------------------------------------------===//
// Contracts
//===----------------------------------------------------------------------===//

static ir::PromiseKind promiseKind(model::EffectKind Kind) {
  switch (Kind) {
  case model::EffectKind::Acquire: return ir::PromiseKind::Acquires;
  case model::EffectKind::Alias: return ir::PromiseKind::Lends;
  case model::EffectKind::Release: return ir::PromiseKind::Releases;
  case model::EffectKind::Escape: return ir::PromiseKind::Takes;
  case model::EffectKind::Use: return ir::PromiseKind::Uses;
  default: return ir::PromiseKind::Borrows;
  }
}

/// What could be annotated: of a function that others call by its declaration.
void FunctionLowering::declareAnchors(const FunctionDecl *D) {
  if (!D->isExternallyVisible() || D->isInlined() || D->isMain() ||
      D->isTemplateInstantiation() || D->getAccess() == AS_private ||
      D->getAccess() == AS_protected || isa<CXXDestructorDecl>(D))
    return;
  const FunctionDecl *Declared = D->getCanonicalDecl();
  const bool Known = Ctx.Idents.get("FDTIDY_RELEASES").hasMacroDefinition();
  auto At = [&](SourceLocation L) {
    return Known && L.isFileID() && !M.isSystem(Declared) ? M.loc(L)
                                                          : ir::LocID();
  };
  if (auto T = handleType(D->getReturnType(), Ctx);
      Ret && T && !T->Pointee && !T->Elements)
    B.function().Anchors.push_back({Ret, At(Declared->getBeginLoc())});
  // `int f();` in C declares no parameters.
  if (Declared->getNumParams() != D->getNumParams())
    return;
  for (unsigned I = 0; I < D->getNumParams(); ++I)
    if (handleType(D->getParamDecl(I)))
      B.function().Anchors.push_back(
          {Variables[D->getParamDecl(I)],
           At(Declared->getParamDecl(I)->getBeginLoc())});
}

void FunctionLowering::declareContract(const FunctionDecl *D) {
  declareAnchors(D);
  const Annotated *A = M.annotated(D);
  if (!A || !reachable())
    return;
  auto Place = [&](const ModelSlot &S) {
    if (S.From == ModelSlot::Root::Result)
      return S.Path.empty() ? Ret : PlaceID();
    if (S.From != ModelSlot::Root::Argument || S.Index >= D->getNumParams())
      return PlaceID();
    const ParmVarDecl *Param = D->getParamDecl(S.Index);
    QualType T = Param->getType();
    PlaceID P = Variables[Param];
    if (T->isReferenceType()) {
      T = T->getPointeeType();
      P = deref(load(P), T);
    }
    for (const ModelSlot::Projection &Step : S.Path) {
      QualType Of = T->isArrayType() ? elementOf(T, Ctx) : pointeeOf(T);
      if (Of.isNull())
        return PlaceID();
      if (!T->isArrayType())
        P = deref(load(P), Of);
      if (Step.Which == ModelSlot::Step::Index)
        P = indexOf(P, Value::constant(Step.Index), Of);
      T = Of;
    }
    return P;
  };
  for (const model::Effect &E : A->Model.Effects) {
    const ModelSlot &S = E.Into ? E.Into : E.Of;
    ir::Promise P;
    P.Kind = promiseKind(E.Kind);
    P.Owner = ownerKind(E.Handle);
    if (S.From == ModelSlot::Root::Argument && S.Index < D->getNumParams() &&
        !handleType(D->getParamDecl(S.Index)))
      continue; // an object, whose class says what becomes of it
    P.Of = Place(S);
    if (E.When) {
      PlaceID Tested = Place(E.When->LHS);
      if (!Tested)
        continue;
      P.When = {Value::place(Tested), compareOp(E.When->Op),
                Value::constant(E.When->RHS)};
    }
    if (P.Of)
      B.function().Contract.push_back(P);
  }
}

} // namespace fdtidy::lower
