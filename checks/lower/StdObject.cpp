//===- StdObject.cpp - Library objects made, copied and destroyed ---------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/StdCall.h"

using namespace clang;

namespace fdtidy::lower {

QualType StdObject::valueType() const {
  QualType T;
  switch (Kind) {
  case LibraryType::Sequence:
  case LibraryType::Keyed:
    T = memberType(R, "value_type");
    break;
  case LibraryType::UniquePtr:
  case LibraryType::SharedPtr:
    T = templateArgument(R, 0);
    if (!T.isNull() && T->isArrayType())
      T = L.Ctx.getAsArrayType(T)->getElementType();
    break;
  default:
    // Of a node handle, the key is the first, and the element the second.
    T = templateArgument(R, isNodeHandle() ? 1 : 0);
    break;
  }
  return T.isNull() ? QualType(L.Ctx.IntTy) : T;
}

bool StdObject::isNodeHandle() const {
  return Kind == LibraryType::Optional && R->getName() == "_Node_handle";
}

QualType StdObject::pointerType() const {
  if (Kind == LibraryType::UniquePtr)
    if (QualType T = memberType(R, "pointer"); !T.isNull())
      return T;
  QualType T = valueType();
  return T->isReferenceType() ? T : L.Ctx.getPointerType(T);
}

QualType StdObject::deleterType() const {
  QualType T = templateArgument(R, 1);
  return T.isNull() ? QualType(L.Ctx.IntTy) : T;
}

PlaceID StdObject::part(unsigned I, QualType T) {
  if (Kind == LibraryType::Pair)
    return L.field(P, I == 0 ? "first" : "second", T);
  return L.field(P, std::to_string(I), T);
}

void StdObject::forEachPart(
    llvm::function_ref<void(PlaceID, QualType, unsigned)> Visit) {
  if (Kind == LibraryType::Array) {
    QualType T = templateArgument(R, 0);
    uint64_t N = 0;
    if (const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(R);
        Spec && Spec->getTemplateArgs().size() == 2)
      N = Spec->getTemplateArgs()[1].getAsIntegral().getLimitedValue();
    if (N > 8)
      return Visit(L.indexOf(P, Value::unknown(), T), T, 0);
    for (unsigned I = 0; I < N; ++I)
      Visit(L.indexOf(P, Value::constant(I), T), T, I);
    return;
  }
  auto Types = templateArguments(R);
  for (unsigned I = 0; I < Types.size(); ++I)
    Visit(part(I, Types[I]), Types[I], I);
}

void StdObject::destroyElements() {
  QualType T = valueType();
  if (isDestroyed(T, L.Ctx))
    L.emitDestroy(element(), T, SourceLocation());
}

void StdObject::destroy() {
  if (!P || !L.reachable())
    return;
  switch (Kind) {
  case LibraryType::UniquePtr:
    return deletePointer(L.load(pointer()));
  case LibraryType::Optional:
  case LibraryType::Expected: {
    QualType T = valueType();
    if (!isDestroyed(T, L.Ctx))
      return;
    BlockID Some = L.B.newBlock(), Done = L.B.newBlock();
    L.branchOn(L.load(has()), ir::CompareOp::NE, Value::constant(0), Some,
               Done);
    L.enter(Some);
    L.emitDestroy(value(), T, SourceLocation());
    return L.enterFromHere(Done);
  }
  case LibraryType::Variant:
    return destroyAlternative();
  case LibraryType::Pair:
  case LibraryType::Tuple:
  case LibraryType::Array:
    return forEachPart([&](PlaceID Part, QualType T, unsigned) {
      if (isDestroyed(T, L.Ctx))
        L.emitDestroy(Part, T, SourceLocation());
    });
  case LibraryType::Sequence:
  case LibraryType::Keyed:
    return destroyElements();
  default:
    return;
  }
}

void StdObject::makeEmpty() {
  switch (Kind) {
  case LibraryType::UniquePtr: {
    L.assign(pointer(), Value::constant(0));
    const CXXRecordDecl *D = classOf(deleterType());
    if (D && !isInStd(D))
      if (ir::FunctionID F = L.M.defaultConstructor(D))
        L.callFunction(F, {L.addressOf(deleter())});
    return;
  }
  case LibraryType::SharedPtr:
    return L.assign(pointer(), Value::constant(0));
  case LibraryType::Optional:
    return L.assign(has(), Value::constant(0));
  case LibraryType::Expected:
    return L.assign(has(), Value::constant(1));
  case LibraryType::Atomic: // since C++20; before it was what lay there
    if (isScalar(valueType()))
      L.assign(value(), Value::constant(0));
    return;
  case LibraryType::Variant:
    return emplaceAlternative(0, {}, SourceLocation());
  case LibraryType::Pair:
  case LibraryType::Tuple:
    return forEachPart([&](PlaceID Part, QualType T, unsigned) {
      const CXXRecordDecl *C = classOf(T);
      if (isScalar(T) && !T->isReferenceType())
        L.assign(Part, Value::constant(0));
      else if (C && !L.emitStdDefault(Part, C))
        if (ir::FunctionID F = L.M.defaultConstructor(C))
          L.callFunction(F, {L.addressOf(Part)});
    });
  default:
    return;
  }
}

void StdObject::copyFrom(PlaceID Src, bool Move) {
  if (!P || !Src || !L.reachable())
    return;
  StdObject From(L, Src, R);
  switch (Kind) {
  case LibraryType::UniquePtr:
    L.assign(pointer(), L.load(From.pointer()));
    L.assign(From.pointer(), Value::constant(0));
    if (!isInStd(R) || classOf(deleterType()) == nullptr ||
        !isInStd(classOf(deleterType())))
      L.assign(deleter(), L.load(From.deleter()));
    return;
  case LibraryType::SharedPtr:
    L.assign(pointer(), L.load(From.pointer()));
    if (Move)
      L.assign(From.pointer(), Value::constant(0));
    return;
  case LibraryType::Optional:
  case LibraryType::Expected: {
    QualType T = valueType();
    if (!classOf(T)) {
      L.assign(value(), L.load(From.value()));
      L.assign(has(), L.load(From.has()));
      return;
    }
    BlockID Some = L.B.newBlock(), None = L.B.newBlock(),
            Done = L.B.newBlock();
    L.branchOn(L.load(From.has()), ir::CompareOp::NE, Value::constant(0), Some,
               None);
    L.enter(Some);
    L.copyRecord(value(), From.value(), T, Move);
    L.assign(has(), Value::constant(1));
    L.jump(Done);
    L.enter(None);
    L.assign(has(), Value::constant(0));
    if (Kind == LibraryType::Expected)
      L.copyRecord(error(), From.error(), templateArgument(R, 1), Move);
    L.jump(Done);
    return L.enter(Done);
  }
  case LibraryType::Variant:
    return copyAlternative(From, Move);
  case LibraryType::Pair:
  case LibraryType::Tuple:
  case LibraryType::Array:
    return forEachPart([&](PlaceID Part, QualType T, unsigned I) {
      PlaceID Other = Kind == LibraryType::Array
                          ? L.indexOf(Src, L.B.function().place(Part).Kind ==
                                                   ir::PlaceKind::Index
                                               ? Value::constant(I)
                                               : Value::unknown(),
                                      T)
                          : From.part(I, T);
      if (classOf(T) && !T->isReferenceType())
        L.copyRecord(Part, Other, T, Move);
      else
        L.assign(Part, L.load(Other));
    });
  case LibraryType::Sequence:
  case LibraryType::Keyed:
    if (Move)
      return L.moveOver(P, Src);
    return L.assign(P, L.load(Src));
  default:
    return L.assign(P, L.load(Src));
  }
}

bool StdObject::convertFrom(const Expr *Arg) {
  const CXXRecordDecl *Other = classOf(Arg->getType());
  const LibraryType From = libraryType(Other);
  if (From != LibraryType::Pair && From != LibraryType::Tuple)
    return false;
  auto To = templateArguments(R), Old = templateArguments(Other);
  if (To.size() != Old.size())
    return false;
  const bool Move = !Arg->isLValue();
  StdObject Source(L, L.materialize(Arg), Other);
  if (!Source.P || !L.reachable())
    return true;
  for (unsigned I = 0; I < To.size(); ++I) {
    PlaceID Part = part(I, To[I]), Src = Source.part(I, Old[I]);
    QualType T = Old[I].getNonReferenceType();
    if (Old[I]->isReferenceType())
      Src = L.deref(L.load(Src), T);
    const CXXRecordDecl *C = classOf(To[I]);
    if (To[I]->isReferenceType())
      L.assign(Part, L.addressOf(Src));
    else if (!C && !classOf(T))
      L.assign(Part, L.load(Src));
    else if (C && C == classOf(T))
      L.copyRecord(Part, Src, To[I], Move);
    else {
      L.escape(L.load(Src), "conversion");
      L.assign(Part, Value::unknown());
    }
  }
  return true;
}

void StdObject::assignFrom(PlaceID Src, bool Move) {
  if (!P || !Src || !L.reachable())
    return;
  StdObject From(L, Src, R);
  switch (Kind) {
  case LibraryType::UniquePtr: {
    PlaceID New = L.temp(pointerType());
    L.assign(New, L.load(From.pointer()));
    L.assign(From.pointer(), Value::constant(0));
    resetPointer(L.load(New));
    const CXXRecordDecl *D = classOf(deleterType());
    if (!D || !isInStd(D))
      L.assign(deleter(), L.load(From.deleter()));
    return;
  }
  case LibraryType::Optional:
  case LibraryType::Expected:
    reset();
    return copyFrom(Src, Move);
  case LibraryType::Variant:
    destroyAlternative();
    return copyFrom(Src, Move);
  case LibraryType::Pair:
  case LibraryType::Tuple:
  case LibraryType::Array:
    return forEachPart([&](PlaceID Part, QualType T, unsigned I) {
      PlaceID Other = Kind == LibraryType::Array
                          ? L.indexOf(Src, Value::constant(I), T)
                          : From.part(I, T);
      if (T->isReferenceType()) { // std::tie(a, b) = f()
        L.assign(L.deref(L.load(Part), T->getPointeeType()),
                 L.load(L.deref(L.load(Other), T->getPointeeType())));
        return;
      }
      const CXXRecordDecl *C = classOf(T);
      if (!C || !L.emitAssignObject(Part, Other, C, Move))
        L.assign(Part, L.load(Other));
    });
  case LibraryType::Sequence:
  case LibraryType::Keyed:
    destroyElements();
    if (L.reachable())
      L.B.clear(P);
    return copyFrom(Src, Move);
  default:
    return copyFrom(Src, Move);
  }
}

void StdObject::reset() {
  QualType T = valueType();
  BlockID Some = L.B.newBlock(), Done = L.B.newBlock();
  L.branchOn(L.load(has()), ir::CompareOp::NE, Value::constant(0), Some, Done);
  L.enter(Some);
  if (isDestroyed(T, L.Ctx))
    L.emitDestroy(value(), T, SourceLocation());
  if (L.reachable() && lower::valueType(T) != ir::ValueType::Other)
    L.B.end(value());
  L.assign(has(), Value::constant(0));
  L.enterFromHere(Done);
}

void StdObject::deletePointer(Value Pointer) {
  if (!L.reachable())
    return;
  QualType D = deleterType();
  QualType T = valueType();
  const CXXRecordDecl *C = classOf(D.getNonReferenceType());
  const bool Default = C && isInStd(C) && C->getIdentifier() &&
                       C->getName() == "default_delete";
  BlockID Some = L.B.newBlock(), Done = L.B.newBlock();
  L.branchOn(Pointer, ir::CompareOp::NE, Value::constant(0), Some, Done);
  L.enter(Some);
  if (Default) {
    if (isDestroyed(T, L.Ctx)) {
      const CXXRecordDecl *Pointee = classOf(T);
      const CXXDestructorDecl *Dtor =
          Pointee ? Pointee->getDestructor() : nullptr;
      if (Dtor && Dtor->isVirtual() && !Pointee->isEffectivelyFinal())
        L.B.callIndirect(Value::function(L.M.function(Dtor)), {Pointer});
      else
        L.emitDestroy(L.deref(Pointer, T), T, SourceLocation());
    }
    if (L.reachable() && Pointer.isPlace())
      L.B.free(Pointer, "delete");
  } else if (C) {
    const CXXMethodDecl *Op = nullptr;
    bool Unique = true;
    for (const CXXMethodDecl *Method : C->methods())
      if (Method->getOverloadedOperator() == OO_Call &&
          Method->getNumParams() == 1) {
        Unique &= !Op;
        Op = Method;
      }
    PlaceID Object = deleter();
    if (D->isReferenceType())
      Object = L.deref(L.load(Object), D.getNonReferenceType());
    if (Op && Unique) {
      CallSite Site;
      Site.Callee = Op;
      if (Op->isInstance())
        Site.This = L.addressOf(Object);
      Site.Args.push_back(Pointer);
      Site.Exprs.push_back(nullptr);
      Site.Type = Op->getReturnType();
      Site.Result.Ignored = true;
      if (const model::FunctionModel *Model = L.M.model(Op, 1))
        L.emitModel(Site, *Model);
      else if (L.M.bodyOf(Op) || !L.M.isSystem(Op))
        L.emitGeneralCall(Site, false);
      else
        L.escape(Pointer, "unknown deleter");
    } else {
      L.escape(Pointer, "unknown deleter");
    }
  } else {
    CallSite Site;
    Site.Args.push_back(Pointer);
    Site.Exprs.push_back(nullptr);
    Site.Type = L.Ctx.VoidTy;
    Site.Result.Ignored = true;
    Value F = L.load(deleter());
    if (D->isReferenceType())
      F = L.load(L.deref(F, D.getNonReferenceType()));
    L.emitIndirectCall(Site, F);
  }
  L.enterFromHere(Done);
}

void StdObject::resetPointer(Value New) {
  PlaceID Old = L.temp(pointerType());
  L.assign(Old, L.load(pointer()));
  L.assign(pointer(), New);
  deletePointer(L.load(Old));
}

} // namespace fdtidy::lower
