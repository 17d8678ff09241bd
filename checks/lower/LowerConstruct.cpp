//===- LowerConstruct.cpp - Constructors, new and delete ------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"

using namespace clang;

namespace fdtidy::lower {

void FunctionLowering::copyRecord(PlaceID Dst, PlaceID Src, QualType T,
                                  bool Move) {
  if (!Dst || !Src || !reachable())
    return;
  const CXXRecordDecl *R = classOf(T);
  if (!R || !R->hasDefinition())
    return assign(Dst, load(Src));
  if (emitStdCopy(Dst, Src, R, Move))
    return;
  const CXXConstructorDecl *Copy = nullptr;
  for (const CXXConstructorDecl *C : R->ctors())
    if ((Move && C->isMoveConstructor()) || (!Copy && C->isCopyConstructor()))
      Copy = C;
  if (!Copy || Copy->isTrivial() || Copy->isDeleted())
    return assign(Dst, load(Src));
  callFunction(M.function(Copy), {addressOf(Dst), addressOf(Src)});
}

/// What is built in place of the temporary that \p E binds: no such temporary
/// is made, [class.copy.elision], so nothing destroys it.
static const Expr *elidedSource(const Expr *E) {
  while (true) {
    if (const auto *C = dyn_cast<ImplicitCastExpr>(E);
        C && C->getCastKind() == CK_NoOp)
      E = C->getSubExpr();
    else if (const auto *M = dyn_cast<MaterializeTemporaryExpr>(E))
      return M->getSubExpr();
    else
      return E;
  }
}

void FunctionLowering::emitConstruct(const CXXConstructExpr *E, PlaceID Dst) {
  const CXXConstructorDecl *C = E->getConstructor();
  QualType T = E->getType();
  at(E->getBeginLoc());
  if (E->isElidable() && E->getNumArgs() == 1) // before C++17
    return emitInto(elidedSource(E->getArg(0)), Dst);
  if (const ArrayType *A = Ctx.getAsArrayType(T)) {
    // An array of objects: each is constructed alike.
    const uint64_t N = arrayLength(T, Ctx);
    QualType Element = A->getElementType();
    const CXXConstructorDecl *Of = C;
    if (Of->isTrivial() && !E->requiresZeroInitialization())
      return;
    for (uint64_t I = 0; I < (N && N <= 8 ? N : 1); ++I) {
      PlaceID P = indexOf(
          Dst, N && N <= 8 ? Value::constant(int64_t(I)) : Value::unknown(),
          Element);
      if (Ctx.getAsArrayType(Element))
        continue;
      emitConstructorCall(C, {}, P, E->getBeginLoc());
    }
    return;
  }
  if (emitStdConstruct(E, Dst))
    return;
  if (E->requiresZeroInitialization())
    emitZero(Dst, T);
  llvm::SmallVector<const Expr *, 4> Args(E->arg_begin(), E->arg_end());
  emitConstructorCall(C, Args, Dst, E->getBeginLoc());
}

void FunctionLowering::emitConstructorCall(const CXXConstructorDecl *C,
                                           llvm::ArrayRef<const Expr *> Args,
                                           PlaceID Dst, SourceLocation L,
                                           bool Complete) {
  (void)Complete;
  if (C->isTrivial()) {
    if (C->isCopyOrMoveConstructor() && Args.size() == 1) {
      PlaceID Src = emitPlace(Args[0]);
      at(L);
      assign(Dst, load(Src));
    }
    return;
  }
  CallSite Site;
  Site.Callee = C;
  Site.This = addressOf(Dst);
  Site.Type = Ctx.VoidTy;
  Site.Result.Ignored = true;
  Site.Loc = L;
  emitArguments(Site, Args);
  at(L);
  if (const model::FunctionModel *Model = M.model(C, unsigned(Args.size()))) {
    emitModel(Site, *Model);
    return;
  }
  if (emitOwnerConstructor(Site, Dst))
    return;
  if (const model::FunctionModel *Said = M.annotation(C)) {
    emitAnnotated(Site, *Said, /*Virtual=*/false);
    return;
  }
  emitGeneralCall(Site, /*Virtual=*/false);
}

//===----------------------------------------------------------------------===//
// new and delete
//===----------------------------------------------------------------------===//

Value FunctionLowering::emitNew(const CXXNewExpr *E) {
  QualType T = E->getAllocatedType();
  llvm::SmallVector<Value, 2> Placement;
  for (unsigned I = 0; I < E->getNumPlacementArgs(); ++I)
    Placement.push_back(emitArgument(E->getPlacementArg(I),
                                     E->getPlacementArg(I)->getType()));
  if (E->isArray() && E->getArraySize() && *E->getArraySize())
    emitIgnored(*E->getArraySize());
  at(E->getBeginLoc());
  const FunctionDecl *New = E->getOperatorNew();
  const bool AtAddress = New && New->isReservedGlobalPlacementOperator();
  Value Pointer;
  BlockID Done;
  if (AtAddress && !Placement.empty()) {
    Pointer = Placement[0];
  } else {
    if (!reachable())
      return Value::unknown();
    PlaceID P = temp(E->getType());
    std::string Name;
    if (const RecordDecl *R = recordOf(T))
      if (ir::RecordID ID = M.record(R))
        Name = B.module().text(B.module().at(ID).Name).str();
    const bool MayFail = E->shouldNullCheckAllocation(); // new (std::nothrow) T
    Pointer = Value::place(P);
    B.alloc(P, Name, "new",
            MayFail ? ir::Condition{Pointer, ir::CompareOp::NE,
                                    Value::constant(0)}
                    : ir::Condition());
    if (MayFail) {
      BlockID Made = B.newBlock();
      Done = B.newBlock();
      branchOn(Pointer, ir::CompareOp::NE, Value::constant(0), Made, Done);
      enter(Made);
    }
  }
  const Expr *Init = E->getInitializer();
  if (Init && !E->isArray()) {
    std::optional<Conditional> Arm;
    if (Done)
      Arm.emplace(*this);
    PlaceID Object = deref(Pointer, T);
    const unsigned Height = unsigned(Stack.size());
    if (!AtAddress && Pointer.isPlace()) {
      Cleanup Undo; // [expr.new]/28: a constructor that throws frees the memory
      Undo.Kind = CleanupKind::Delete;
      Undo.UnwindOnly = true;
      Undo.EndsStorage = false;
      Undo.Place = Pointer.Place;
      Undo.Loc = E->getBeginLoc();
      push(Undo);
    }
    emitInto(Init, Object);
    // Temporaries of the initialiser lie above the entry and stay.
    for (size_t I = Height; I < Stack.size(); ++I)
      if (Stack[I].Kind == CleanupKind::Delete &&
          Stack[I].Place == Pointer.Place) {
        if (I + 1 == Stack.size()) {
          Stack.pop_back();
        } else {
          Stack[I].Kind = CleanupKind::End; // nothing: its place is gone
          Stack[I].Place = PlaceID();
        }
        break;
      }
  }
  if (Done)
    enterFromHere(Done);
  return Pointer;
}

void FunctionLowering::emitDelete(const CXXDeleteExpr *E) {
  Value Pointer = emitScalar(E->getArgument());
  QualType T = E->getDestroyedType();
  at(E->getBeginLoc());
  if (!reachable())
    return;
  if (!isDestroyed(T, Ctx) || E->isArrayForm()) {
    if (E->isArrayForm() && isDestroyed(T, Ctx) && Pointer.isPlace())
      emitDestroy(indexOf(deref(Pointer, T), Value::unknown(), T), T,
                  E->getBeginLoc());
    if (reachable() && Pointer.isPlace())
      B.free(Pointer, "delete");
    return;
  }
  BlockID Some = B.newBlock(), Done = B.newBlock();
  branchOn(Pointer, ir::CompareOp::NE, Value::constant(0), Some, Done);
  enter(Some);
  const CXXRecordDecl *R = classOf(T);
  const CXXDestructorDecl *D = R->getDestructor();
  if (D && D->isVirtual() && !R->isEffectivelyFinal()) {
    if (reachable()) {
      BlockID Unwind = isNoThrow(D) ? BlockID() : unwindTarget();
      ir::Fact &Call =
          B.callIndirect(Value::function(M.function(D)), {Pointer});
      Call.Unwind = Unwind;
    }
  } else {
    emitDestroy(deref(Pointer, T), T, E->getBeginLoc());
  }
  if (reachable() && Pointer.isPlace())
    B.free(Pointer, "delete");
  jump(Done);
  enter(Done);
}

} // namespace fdtidy::lower
