//===- LowerFunction.cpp - The frame of a function ------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lowers what is around a body: parameters, captures, the subobjects that
// constructors build and destructors destroy.
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"
#include "lower/Simplify.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fdtidy::lower {

FunctionLowering::FunctionLowering(ModuleLowering &M, ir::FunctionID ID)
    : M(M), Ctx(M.context()), B(M.module(), ID), ID(ID) {
  enter(B.newBlock());
}

/// Whether \p D is what a closure without captures becomes as a pointer.
static bool isInvoker(const FunctionDecl *D) {
  const auto *M = dyn_cast<CXXMethodDecl>(D);
  return M && M->isLambdaStaticInvoker();
}

/// The call operator that the invoker \p D stands for.
static const CXXMethodDecl *invokedBy(const FunctionDecl *D) {
  const auto *R = cast<CXXMethodDecl>(D)->getParent();
  if (!R->isGenericLambda())
    return R->getLambdaCallOperator();
  const TemplateArgumentList *Args = D->getTemplateSpecializationArgs();
  void *At = nullptr;
  return Args ? cast_or_null<CXXMethodDecl>(
                    R->getLambdaCallOperator()
                        ->getDescribedFunctionTemplate()
                        ->findSpecialization(Args->asArray(), At))
              : nullptr;
}

/// Clang leaves its body empty: it calls the operator of some closure.
void FunctionLowering::emitInvoker(const FunctionDecl *D) {
  const CXXMethodDecl *Op = invokedBy(D);
  if (!Op)
    return;
  llvm::SmallVector<Value, 6> Args;
  if (Op->isInstance())
    Args.push_back(addressOf(temp(typeOf(Ctx, Op->getParent()))));
  for (const ParmVarDecl *P : D->parameters())
    Args.push_back(Value::place(Variables[P]));
  callFunction(M.function(Op), Args, Ret);
}

void FunctionLowering::declareParams(const FunctionDecl *D) {
  const auto *Method = dyn_cast<CXXMethodDecl>(D);
  if (Method && Method->isInstance()) {
    const CXXRecordDecl *R = Method->getParent();
    This = B.addParam(ir::PlaceKind::This, "", ir::ValueType::Pointer,
                      M.record(R), M.loc(D->getLocation()));
    if (R->isLambda()) {
      llvm::DenseMap<const ValueDecl *, FieldDecl *> Fields;
      FieldDecl *ThisField = nullptr;
      R->getCaptureFields(Fields, ThisField);
      CapturesThis = ThisField;
      CapturesThisByCopy = ThisField && !ThisField->getType()->isPointerType();
      for (const LambdaCapture &C : R->captures())
        if (C.capturesVariable())
          Captures[C.getCapturedVar()] = {
              C.getCaptureKind() == LCK_ByRef ||
                  Fields[C.getCapturedVar()]->getType()->isReferenceType(),
              C.getCapturedVar()->getNameAsString()};
    }
  }
  for (const ParmVarDecl *P : D->parameters()) {
    std::string Name = P->getNameAsString();
    if (Name.empty())
      Name = "_";
    if (unsigned N = LocalNames[Name]++)
      Name += "#" + std::to_string(N + 1);
    QualType T = P->getType();
    Variables[P] = B.addParam(ir::PlaceKind::Param, Name, valueType(T),
                              M.recordOfType(T), M.loc(P->getLocation()));
  }
  QualType R = D->getReturnType();
  if (!R->isVoidType() && valueType(R) != ir::ValueType::Other)
    Ret = B.root(ir::PlaceKind::Return, "", valueType(R), M.recordOfType(R));
  // [expr.call]/6: the callee's side of the Itanium ABI differs; what counts is
  // that one of the two destroys, once.
  if (isInvoker(D))
    return; // what it passes on is destroyed there
  for (const ParmVarDecl *P : D->parameters())
    if (isDestroyed(P->getType(), Ctx)) {
      Cleanup C;
      C.Kind = CleanupKind::Destroy;
      C.EndsStorage = false;
      C.Place = Variables[P];
      C.Type = P->getType();
      C.Loc = P->getLocation();
      push(C);
    }
}

void FunctionLowering::lower(const FunctionDecl *D) {
  Decl = D;
  at(D->getLocation());
  declareParams(D);
  declareContract(D);
  const Stmt *Body = D->getBody();
  if (isInvoker(D)) {
    emitInvoker(D);
  } else if (const auto *C = dyn_cast<CXXConstructorDecl>(D)) {
    if (const auto *Try = dyn_cast_or_null<CXXTryStmt>(Body)) {
      emitTry(Try);
    } else {
      emitConstructorInits(C);
      emitBody(Body);
    }
  } else {
    if (const auto *Destructor = dyn_cast<CXXDestructorDecl>(D))
      pushSubobjectDestructors(Destructor->getParent(), false);
    emitBody(Body);
  }
  finish();
}

void FunctionLowering::emitBody(const Stmt *Body) {
  if (const auto *Co = dyn_cast_or_null<CoroutineBodyStmt>(Body))
    Body = Co->getBody();
  if (Body)
    emitStmt(Body);
}

void FunctionLowering::finish() {
  if (reachable())
    leaveByReturn(Decl ? Decl->getEndLoc() : SourceLocation());
  simplify(B.function());
}

/// The initialiser of a base or member goes to its own place of \c *this.
void FunctionLowering::emitConstructorInits(const CXXConstructorDecl *C) {
  const CXXRecordDecl *R = C->getParent();
  PlaceID Object = thisPointee(R);
  for (const CXXCtorInitializer *Init : C->inits()) {
    PlaceID Dst = Object;
    QualType T;
    if (const FieldDecl *F = Init->getAnyMember()) {
      if (const IndirectFieldDecl *I = Init->getIndirectMember()) {
        for (const NamedDecl *Step : I->chain())
          Dst = fieldOf(Dst, cast<FieldDecl>(Step));
      } else {
        Dst = fieldOf(Object, F);
      }
      T = F->getType();
    } else if (Init->isBaseInitializer()) {
      T = QualType(Init->getBaseClass(), 0);
    }
    at(Init->isWritten() ? Init->getSourceLocation() : C->getLocation());
    {
      FullExpression Full(*this);
      const Expr *E = Init->getInit();
      if (!T.isNull() && T->isReferenceType())
        assign(Dst, emitReference(E));
      else
        emitInto(E, Dst);
    }
    const bool Delegating = Init->isDelegatingInitializer();
    if (Delegating)
      T = typeOf(Ctx, R);
    if (!isDestroyed(T, Ctx))
      continue;
    Cleanup Undo; // [except.ctor]/3
    Undo.Kind = CleanupKind::Destroy;
    Undo.UnwindOnly = true;
    Undo.EndsStorage = false;
    Undo.Place = Dst;
    Undo.Type = T;
    Undo.Loc = C->getLocation();
    push(Undo);
  }
}

void FunctionLowering::pushSubobjectDestructors(const CXXRecordDecl *R,
                                                bool UnwindOnly) {
  PlaceID Object = thisPointee(R);
  auto PushOne = [&](PlaceID P, QualType T, SourceLocation L) {
    if (!isDestroyed(T, Ctx))
      return;
    Cleanup C;
    C.Kind = CleanupKind::Destroy;
    C.UnwindOnly = UnwindOnly;
    C.EndsStorage = false;
    C.Place = P;
    C.Type = T;
    C.Loc = L;
    push(C);
  };
  for (const CXXBaseSpecifier &Base : R->bases())
    PushOne(Object, Base.getType(), R->getLocation());
  if (!R->isUnion())
    for (const FieldDecl *F : R->fields())
      PushOne(fieldOf(Object, F), F->getType(), F->getLocation());
}

void FunctionLowering::lowerModel(const FunctionDecl *D,
                                  const model::FunctionModel &Model) {
  at(D->getLocation());
  CallSite Site;
  const auto *Method = dyn_cast<CXXMethodDecl>(D);
  if (Method && Method->isInstance()) {
    This = B.addParam(ir::PlaceKind::This, "", ir::ValueType::Pointer);
    Site.This = load(This);
  }
  for (const ParmVarDecl *P : D->parameters()) {
    std::string Name = P->getNameAsString();
    if (Name.empty())
      Name = "_";
    if (unsigned N = LocalNames[Name]++)
      Name += "#" + std::to_string(N + 1);
    Site.Args.push_back(
        load(B.addParam(ir::PlaceKind::Param, Name, valueType(P->getType()))));
    Site.Exprs.push_back(nullptr);
  }
  Site.Callee = D;
  Site.Type = D->getReturnType();
  Site.Loc = D->getLocation();
  if (Site.Type->isVoidType())
    Site.Result.Ignored = true;
  else
    Site.Result.Into = Ret =
        B.root(ir::PlaceKind::Return, "", valueType(Site.Type));
  Value V = emitModel(Site, Model);
  if (Ret && reachable() && !(V == Value::place(Ret)))
    assign(Ret, V);
  finish();
}

//===----------------------------------------------------------------------===//
// The builder, safe where nothing gets
//===----------------------------------------------------------------------===//

void FunctionLowering::at(SourceLocation L) {
  if (L.isValid())
    B.setLoc(M.loc(L));
}

void FunctionLowering::assign(PlaceID Dst, Value V) {
  if (Dst && reachable() && !(V == Value::place(Dst)))
    B.assign(Dst, V);
}

void FunctionLowering::moveOver(PlaceID Dst, PlaceID From) {
  if (Dst && From && reachable() && Dst != From)
    B.move(Dst, From);
}

void FunctionLowering::compute(PlaceID Dst, Value L, ir::BinaryOp Op, Value R) {
  if (Dst && reachable())
    B.compute(Dst, L, Op, R);
}

void FunctionLowering::escape(Value V, StringRef Cause) {
  if (!reachable() || V.Which == Value::Kind::Constant ||
      V.Which == Value::Kind::Unknown || !V)
    return;
  M.gap(Cause);
  B.escape(V, Cause);
}

void FunctionLowering::jump(BlockID To) {
  if (reachable())
    B.branch(To);
  leave();
}

void FunctionLowering::enterFromHere(BlockID Block) {
  jump(Block);
  enter(Block);
}

void FunctionLowering::branchOn(Value V, ir::CompareOp Op, Value W,
                                BlockID True, BlockID False) {
  if (reachable()) {
    if (V.isConstant() && W.isConstant())
      B.branch(ir::evaluate(V.Constant, Op, W.Constant) ? True : False);
    else if (V.Which == Value::Kind::Unknown || W.Which == Value::Kind::Unknown)
      B.branchEither(True, False, B.loc());
    else // also an address: it is not null
      B.branchIf({V, Op, W}, True, False);
  }
  leave();
}

Value FunctionLowering::copyToTemp(Value V, QualType T) {
  PlaceID Copy = temp(T);
  assign(Copy, V);
  return Value::place(Copy);
}

} // namespace fdtidy::lower
