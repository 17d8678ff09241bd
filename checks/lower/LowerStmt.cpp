//===- LowerStmt.cpp - Statements without a loop or a jump ----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"
#include "clang/AST/Attr.h"
#include "clang/AST/StmtCXX.h"
#include "clang/AST/StmtOpenMP.h"

using namespace clang;

namespace fdtidy::lower {

/// Whether code may enter \p S other than from the top.
static bool hasLabel(const Stmt *S) {
  if (!S || isa<Expr>(S))
    return false;
  if (isa<LabelStmt, SwitchCase>(S))
    return true;
  return llvm::any_of(S->children(), hasLabel);
}

void FunctionLowering::emitStmt(const Stmt *S) {
  if (!S || (!reachable() && !hasLabel(S)))
    return;
  at(S->getBeginLoc());
  switch (S->getStmtClass()) {
  case Stmt::NullStmtClass:
    return;
  case Stmt::CompoundStmtClass:
    return emitCompound(cast<CompoundStmt>(S));
  case Stmt::DeclStmtClass:
    for (const auto *D : cast<DeclStmt>(S)->decls())
      emitDecl(D);
    return;
  case Stmt::IfStmtClass:
    return emitIf(cast<IfStmt>(S));
  case Stmt::WhileStmtClass:
    return emitWhile(cast<WhileStmt>(S));
  case Stmt::DoStmtClass:
    return emitDo(cast<DoStmt>(S));
  case Stmt::ForStmtClass:
    return emitFor(cast<ForStmt>(S));
  case Stmt::CXXForRangeStmtClass:
    return emitRangeFor(cast<CXXForRangeStmt>(S));
  case Stmt::SwitchStmtClass:
    return emitSwitch(cast<SwitchStmt>(S));
  case Stmt::CaseStmtClass:
  case Stmt::DefaultStmtClass:
    return emitCase(cast<SwitchCase>(S));
  case Stmt::BreakStmtClass:
    if (!Breaks.empty())
      jumpTo(Breaks.back());
    return;
  case Stmt::ContinueStmtClass:
    if (!Continues.empty())
      jumpTo(Continues.back());
    return;
  case Stmt::LabelStmtClass:
    return emitLabel(cast<LabelStmt>(S));
  case Stmt::GotoStmtClass:
    return emitGoto(cast<GotoStmt>(S)->getLabel());
  case Stmt::IndirectGotoStmtClass:
    return emitIndirectGoto(cast<IndirectGotoStmt>(S));
  case Stmt::ReturnStmtClass:
    return emitReturn(cast<ReturnStmt>(S));
  case Stmt::CXXTryStmtClass:
    return emitTry(cast<CXXTryStmt>(S));
  case Stmt::AttributedStmtClass:
    return emitStmt(cast<AttributedStmt>(S)->getSubStmt());
  case Stmt::GCCAsmStmtClass:
  case Stmt::MSAsmStmtClass:
    return emitAsm(cast<AsmStmt>(S));
  case Stmt::CoreturnStmtClass: {
    FullExpression Full(*this);
    if (const Expr *E = cast<CoreturnStmt>(S)->getOperand())
      escapeIfHandle(E->getType()->isVoidType() ? Value() : emitReference(E),
                     E->getType(), "co_return");
    Full.finish();
    return leaveByReturn(S->getBeginLoc());
  }
  case Stmt::CapturedStmtClass:
    return emitStmt(cast<CapturedStmt>(S)->getCapturedStmt());
  default:
    break;
  }
  if (const auto *E = dyn_cast<Expr>(S)) {
    FullExpression Full(*this);
    emitIgnored(E);
    return;
  }
  if (const auto *OMP = dyn_cast<OMPExecutableDirective>(S)) {
    if (OMP->hasAssociatedStmt())
      emitStmt(OMP->getInnermostCapturedStmt()->getCapturedStmt());
    return;
  }
  unknownConstruct(S);
}

void FunctionLowering::emitCompound(const CompoundStmt *S) {
  const unsigned Height = unsigned(Stack.size());
  Scopes.push_back({S, Height});
  for (const Stmt *Child : S->body())
    emitStmt(Child);
  at(S->getRBracLoc());
  popTo(Height);
  Scopes.pop_back();
}

void FunctionLowering::emitDecl(const clang::Decl *D) {
  const auto *Var = dyn_cast<VarDecl>(D);
  if (!Var)
    return;
  at(Var->getLocation());
  if (Var->hasGlobalStorage())
    return emitStatic(Var);
  emitVar(Var);
  if (const auto *Whole = dyn_cast<DecompositionDecl>(Var))
    for (const BindingDecl *Binding : Whole->bindings())
      if (const VarDecl *Holder = Binding->getHoldingVar())
        emitVar(Holder);
}

void FunctionLowering::emitVar(const VarDecl *D) {
  QualType T = D->getType();
  const Expr *Init = D->getInit();
  if (valueType(T) == ir::ValueType::Other) {
    if (Init) {
      FullExpression Full(*this);
      emitIgnored(Init);
    }
    return;
  }
  PlaceID P = variable(D);
  if (Init) {
    FullExpression Full(*this);
    if (T->isReferenceType())
      assign(P, emitReference(Init));
    else
      emitInto(Init, P);
  }
  // A VLA's size may have effects: int a[f()].
  if (const auto *VLA = Ctx.getAsVariableArrayType(T))
    if (const Expr *Size = VLA->getSizeExpr()) {
      FullExpression Full(*this);
      emitIgnored(Size);
    }
  if (const auto *Attr = D->getAttr<CleanupAttr>()) {
    Cleanup C;
    C.Kind = CleanupKind::Call;
    C.Place = P;
    C.Type = T;
    C.Function = Attr->getFunctionDecl();
    C.Loc = D->getLocation();
    push(C);
  } else {
    pushVariable(P, T, D->getLocation());
  }
}

/// A function's static is initialised once; that it may have been before does
/// not matter to who owns it.
void FunctionLowering::emitStatic(const VarDecl *D) {
  const Expr *Init = D->getInit();
  if (!D->isStaticLocal() || !Init)
    return;
  std::optional<bool> Constant;
  if (D->hasInit() && !Init->isValueDependent())
    Constant = D->hasConstantInitialization();
  if (Constant.value_or(false))
    return;
  PlaceID P = variable(D);
  BlockID First = B.newBlock(), Done = B.newBlock();
  if (reachable())
    B.branchEither(First, Done);
  leave();
  enter(First);
  {
    FullExpression Full(*this);
    if (D->getType()->isReferenceType())
      assign(P, emitReference(Init));
    else
      emitInto(Init, P);
  }
  enterFromHere(Done);
}

void FunctionLowering::emitIf(const IfStmt *S) {
  if (S->isConsteval())
    return emitStmt(S->isNegatedConsteval() ? S->getThen() : S->getElse());
  const unsigned Height = unsigned(Stack.size());
  Scopes.push_back({S, Height});
  emitStmt(S->getInit());
  if (const VarDecl *Var = S->getConditionVariable())
    emitDecl(Var);
  BlockID Then = B.newBlock(), Done = B.newBlock();
  BlockID Else = S->getElse() ? B.newBlock() : Done;
  // `if constexpr`: what is discarded is not there.
  if (S->isConstexpr()) {
    if (std::optional<bool> Known = constantCondition(S->getCond())) {
      jump(*Known ? Then : Else);
    } else {
      emitCondition(S->getCond(), Then, Else);
    }
  } else {
    emitCondition(S->getCond(), Then, Else);
  }
  enter(Then);
  emitStmt(S->getThen());
  jump(Done);
  if (S->getElse()) {
    enter(Else);
    emitStmt(S->getElse());
    jump(Done);
  }
  enter(Done);
  popTo(Height);
  Scopes.pop_back();
}

void FunctionLowering::emitReturnValue(const Expr *E) {
  QualType T = Decl ? Decl->getReturnType() : E->getType();
  if (!Ret)
    return emitIgnored(E);
  if (T->isReferenceType())
    return assign(Ret, emitReference(E));
  emitInto(E, Ret);
}

void FunctionLowering::emitReturn(const ReturnStmt *S) {
  if (const Expr *E = S->getRetValue()) {
    FullExpression Full(*this);
    emitReturnValue(E);
    at(S->getReturnLoc());
  }
  leaveByReturn(S->getReturnLoc());
}

/// What an operand of an asm statement becomes, nobody sees.
void FunctionLowering::emitAsm(const AsmStmt *S) {
  FullExpression Full(*this);
  for (unsigned I = 0; I < S->getNumInputs(); ++I) {
    const Expr *E = S->getInputExpr(I);
    if (E->isGLValue())
      escapeIfHandle(addressOf(emitPlace(E)), E->getType(), "asm");
    else
      escapeIfHandle(emitScalar(E), E->getType(), "asm");
  }
  for (unsigned I = 0; I < S->getNumOutputs(); ++I)
    assign(emitPlace(S->getOutputExpr(I)), Value::unknown());
}

} // namespace fdtidy::lower
