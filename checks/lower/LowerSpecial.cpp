//===- LowerSpecial.cpp - Implicit and defaulted special members ----------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Clang defines a defaulted member only where it is used, and an implicit one
// may not even be declared: they are lowered from the bases and fields.
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"

using namespace clang;

namespace fdtidy::lower {

void FunctionLowering::lowerSpecial(const CXXRecordDecl *R, Special What,
                                    const FunctionDecl *D) {
  at(D ? D->getLocation() : R->getLocation());
  This = B.addParam(ir::PlaceKind::This, "", ir::ValueType::Pointer,
                    M.record(R), M.loc(R->getLocation()));
  if (What == Special::Destructor)
    pushSubobjectDestructors(R, false);
  else
    emitMemberwise(R, What);
  if (What == Special::CopyAssignment || What == Special::MoveAssignment) {
    Ret = B.root(ir::PlaceKind::Return, "", ir::ValueType::Pointer,
                 M.record(R));
    assign(Ret, load(This));
  }
  if (reachable())
    leaveByReturn(R->getLocation());
  finish();
}

/// The operator= that assigns an object of class \p R, or null.
static const CXXMethodDecl *assignmentOf(const CXXRecordDecl *R, bool Move) {
  const CXXMethodDecl *Copy = nullptr;
  for (const CXXMethodDecl *M : R->methods()) {
    if (M->isDeleted())
      continue;
    if (Move && M->isMoveAssignmentOperator())
      return M;
    if (M->isCopyAssignmentOperator())
      Copy = M;
  }
  return Copy;
}

static const CXXConstructorDecl *copyOf(const CXXRecordDecl *R, bool Move) {
  const CXXConstructorDecl *Copy = nullptr;
  for (const CXXConstructorDecl *C : R->ctors()) {
    if (C->isDeleted())
      continue;
    if (Move && C->isMoveConstructor())
      return C;
    if (C->isCopyConstructor())
      Copy = C;
  }
  return Copy;
}

bool FunctionLowering::emitAssignObject(PlaceID Dst, PlaceID Src,
                                        const CXXRecordDecl *R, bool Move) {
  if (emitStdAssign(Dst, Src, R, Move))
    return true;
  const CXXMethodDecl *Op = R->hasDefinition() ? assignmentOf(R, Move) : nullptr;
  if (!Op || Op->isTrivial())
    return false;
  callFunction(M.function(Op), {addressOf(Dst), addressOf(Src)});
  return true;
}

void FunctionLowering::emitMemberwise(const CXXRecordDecl *R, Special What) {
  const bool Assigns =
      What == Special::CopyAssignment || What == Special::MoveAssignment;
  const bool Moves =
      What == Special::MoveConstructor || What == Special::MoveAssignment;
  PlaceID Object = thisPointee(R);
  PlaceID Source;
  if (What != Special::DefaultConstructor) {
    PlaceID Other = B.addParam(ir::PlaceKind::Param, "other",
                               ir::ValueType::Pointer, M.record(R),
                               M.loc(R->getLocation()));
    Source = deref(load(Other), typeOf(Ctx, R));
  }
  auto One = [&](PlaceID Dst, PlaceID Src, QualType T, const Expr *Init,
                 SourceLocation L) {
    at(L);
    const bool Class = classOf(elementOf(T, Ctx)) && !T->isReferenceType();
    const CXXRecordDecl *C =
        Class && !T->isArrayType() ? classOf(T) : nullptr;
    if (What == Special::DefaultConstructor) {
      FullExpression Full(*this);
      if (Init) {
        if (T->isReferenceType())
          assign(Dst, emitReference(Init));
        else
          emitInto(Init, Dst);
      } else if (C) {
        if (ir::FunctionID F = M.defaultConstructor(C);
            F && !emitStdDefault(Dst, C))
          callFunction(F, {addressOf(Dst)});
      }
    } else if (valueType(T) == ir::ValueType::Other) {
      return;
    } else if (!C || !C->hasDefinition()) {
      if (Moves && Class)
        moveOver(Dst, Src);
      else
        assign(Dst, load(Src));
    } else if (Assigns) {
      if (!emitAssignObject(Dst, Src, C, Moves))
        assign(Dst, load(Src));
    } else {
      if (emitStdCopy(Dst, Src, C, Moves))
        return;
      const CXXConstructorDecl *Op = copyOf(C, Moves);
      if (Op && !Op->isTrivial())
        callFunction(M.function(Op), {addressOf(Dst), addressOf(Src)});
      else
        assign(Dst, load(Src));
    }
    if (!Assigns && isDestroyed(T, Ctx)) {
      Cleanup Undo;
      Undo.Kind = CleanupKind::Destroy;
      Undo.UnwindOnly = true;
      Undo.EndsStorage = false;
      Undo.Place = Dst;
      Undo.Type = T;
      Undo.Loc = L;
      push(Undo);
    }
  };
  for (const CXXBaseSpecifier &Base : R->bases())
    One(Object, Source, Base.getType(), nullptr, R->getLocation());
  if (R->isUnion()) {
    if (What != Special::DefaultConstructor)
      assign(Object, load(Source));
    return;
  }
  for (const FieldDecl *F : R->fields()) {
    if (F->isUnnamedBitField())
      continue;
    One(fieldOf(Object, F), fieldOf(Source, F), F->getType(),
        F->hasInClassInitializer() ? F->getInClassInitializer() : nullptr,
        F->getLocation());
  }
}

} // namespace fdtidy::lower
