//===- LowerLoop.cpp - while, do, for and range-for -----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fdtidy::lower {

/// Loops over at most this many elements are unrolled.
static constexpr uint64_t MaxUnrolled = 8;

void FunctionLowering::emitLoopBody(const Stmt *Body, BlockID Break,
                                    BlockID Continue) {
  const unsigned Height = unsigned(Stack.size());
  Breaks.push_back({Break, Height});
  Continues.push_back({Continue, Height});
  Scopes.push_back({Body, Height});
  emitStmt(Body);
  popTo(Height);
  Scopes.pop_back();
  Breaks.pop_back();
  Continues.pop_back();
}

void FunctionLowering::emitWhile(const WhileStmt *S) {
  const unsigned Height = unsigned(Stack.size());
  BlockID Head = B.newBlock(), Body = B.newBlock(), Exit = B.newBlock();
  enterFromHere(Head);
  Scopes.push_back({S, Height});
  if (const VarDecl *Var = S->getConditionVariable())
    emitDecl(Var);
  const unsigned Inner = unsigned(Stack.size());
  BlockID Done = Inner == Height ? Exit : B.newBlock();
  emitCondition(S->getCond(), Body, Done);
  // The condition's variable ends each round, also by break and continue.
  enter(Body);
  BlockID Next = Inner == Height ? Head : B.newBlock();
  emitLoopBody(S->getBody(), Done, Next);
  jump(Next);
  if (Inner != Height) {
    enter(Next);
    runTo(Height);
    jump(Head);
    enter(Done);
    popTo(Height);
    jump(Exit);
  }
  Scopes.pop_back();
  enter(Exit);
}

void FunctionLowering::emitDo(const DoStmt *S) {
  BlockID Body = B.newBlock(), Cond = B.newBlock(), Exit = B.newBlock();
  enterFromHere(Body);
  Scopes.push_back({S, unsigned(Stack.size())});
  emitLoopBody(S->getBody(), Exit, Cond);
  enterFromHere(Cond);
  emitCondition(S->getCond(), Body, Exit);
  Scopes.pop_back();
  enter(Exit);
}

void FunctionLowering::emitFor(const ForStmt *S) {
  const unsigned Outer = unsigned(Stack.size());
  Scopes.push_back({S, Outer});
  emitStmt(S->getInit());
  const unsigned Height = unsigned(Stack.size());
  BlockID Head = B.newBlock(), Body = B.newBlock(), Step = B.newBlock(),
          Exit = B.newBlock();
  enterFromHere(Head);
  if (const VarDecl *Var = S->getConditionVariable())
    emitDecl(Var);
  const unsigned Inner = unsigned(Stack.size());
  BlockID Done = Inner == Height ? Exit : B.newBlock();
  if (S->getCond())
    emitCondition(S->getCond(), Body, Done);
  else
    jump(Body);
  enter(Body);
  emitLoopBody(S->getBody(), Done, Step);
  enterFromHere(Step);
  if (const Expr *Inc = S->getInc()) {
    at(Inc->getBeginLoc());
    FullExpression Full(*this);
    emitIgnored(Inc);
  }
  runTo(Height);
  jump(Head);
  if (Inner != Height) {
    enter(Done);
    popTo(Height);
    jump(Exit);
  }
  enter(Exit);
  popTo(Outer);
  Scopes.pop_back();
}

static bool containsLabel(const Stmt *S) {
  if (!S)
    return false;
  return isa<LabelStmt>(S) || llvm::any_of(S->children(), containsLabel);
}

/// Starts a round of a range-for: its variable is, or refers to, \p Element.
void FunctionLowering::bindLoopVariable(const VarDecl *Loop, PlaceID Element) {
  const QualType Type = Loop->getType();
  if (PlaceID Var = variable(Loop)) {
    if (Type->isReferenceType())
      assign(Var, addressOf(Element));
    else if (valueType(Type) == ir::ValueType::Record)
      copyRecord(Var, Element, Type, false);
    else
      assign(Var, load(Element));
    pushVariable(Var, Type, Loop->getLocation());
  }
  if (const auto *Whole = dyn_cast<DecompositionDecl>(Loop))
    for (const BindingDecl *Binding : Whole->bindings())
      if (const VarDecl *Holder = Binding->getHoldingVar())
        emitVar(Holder);
}

/// A loop over a known, small number of elements is its body that many times.
bool FunctionLowering::emitUnrolled(const CXXForRangeStmt *S) {
  const VarDecl *Range = S->getRangeStmt()
                             ? cast<VarDecl>(S->getRangeStmt()->getSingleDecl())
                             : nullptr;
  if (!Range || containsLabel(S->getBody()))
    return false;
  QualType T = Range->getType().getNonReferenceType();
  uint64_t N = 0;
  QualType ElementType;
  enum { Array, StdArray, List } Kind = Array;
  const CXXRecordDecl *R = classOf(T);
  const InitListExpr *Inits = nullptr;
  if (Ctx.getAsConstantArrayType(T)) {
    N = arrayLength(T, Ctx);
    ElementType = Ctx.getAsArrayType(T)->getElementType();
  } else if (const auto *Spec =
                 dyn_cast_or_null<ClassTemplateSpecializationDecl>(R);
             Spec && isInStd(R) && R->getIdentifier()) {
    const TemplateArgumentList &Args = Spec->getTemplateArgs();
    if (R->getName() == "array" && Args.size() == 2) {
      Kind = StdArray;
      ElementType = Args[0].getAsType();
      N = Args[1].getAsIntegral().getLimitedValue();
    } else if (R->getName() == "initializer_list") {
      Kind = List;
      ElementType = Args[0].getAsType();
      const Expr *E = Range->getInit();
      while (E && !Inits) {
        E = E->IgnoreImplicit();
        if (const auto *L = dyn_cast<CXXStdInitializerListExpr>(E))
          E = L->getSubExpr();
        else if (const auto *I = dyn_cast<InitListExpr>(E))
          Inits = I;
        else
          return false;
      }
      N = Inits ? Inits->getNumInits() : 0;
    }
  }
  if (ElementType.isNull() || N == 0 || N > MaxUnrolled)
    return false;

  PlaceID Base;
  if (Kind == List) {
    Base = local(Range->getName(), Ctx.getConstantArrayType(
                     ElementType, llvm::APInt(64, N), nullptr,
                     ArraySizeModifier::Normal, 0),
                 Range->getLocation());
    FullExpression Full(*this);
    for (uint64_t I = 0; I < N; ++I)
      emitInto(Inits->getInit(unsigned(I)),
               indexOf(Base, Value::constant(int64_t(I)), ElementType));
  } else {
    emitDecl(Range);
    Base = declPlace(Range);
  }
  if (Kind == List) {
    Cleanup End;
    End.Kind = isDestroyed(ElementType, Ctx) ? CleanupKind::Destroy
                                             : CleanupKind::End;
    End.Place = Base;
    End.Type = Ctx.getConstantArrayType(ElementType, llvm::APInt(64, N),
                                        nullptr, ArraySizeModifier::Normal, 0);
    push(End);
  }
  const VarDecl *Loop = S->getLoopVariable();
  BlockID Exit = B.newBlock();
  for (uint64_t I = 0; I < N; ++I) {
    const unsigned Height = unsigned(Stack.size());
    BlockID Next = B.newBlock();
    PlaceID P = indexOf(Base, Value::constant(int64_t(I)), ElementType);
    at(Loop->getLocation());
    bindLoopVariable(Loop, P);
    BlockID Continue = B.newBlock();
    BlockID Break = B.newBlock();
    emitLoopBody(S->getBody(), Break, Continue);
    enterFromHere(Continue);
    runTo(Height);
    jump(Next);
    enter(Break);
    popTo(Height);
    jump(Exit);
    enter(Next);
  }
  enterFromHere(Exit);
  return true;
}

void FunctionLowering::emitRangeFor(const CXXForRangeStmt *S) {
  const unsigned Outer = unsigned(Stack.size());
  Scopes.push_back({S, Outer});
  emitStmt(S->getInit());
  if (emitUnrolled(S)) {
    popTo(Outer);
    Scopes.pop_back();
    return;
  }
  const VarDecl *Range = cast<VarDecl>(S->getRangeStmt()->getSingleDecl());
  emitDecl(Range);
  PlaceID Container = declPlace(Range);
  BlockID Head = B.newBlock(), Body = B.newBlock(), Step = B.newBlock(),
          Exit = B.newBlock();
  enterFromHere(Head);
  if (reachable())
    B.branchEither(Body, Exit, M.loc(S->getForLoc()));
  leave();
  enter(Body);
  const VarDecl *Loop = S->getLoopVariable();
  QualType LoopType = Loop->getType();
  QualType ElementType = LoopType.getNonReferenceType();
  at(Loop->getLocation());
  const unsigned Height = unsigned(Stack.size());
  // An array of unknown or great length has indices, all else has elements.
  QualType RangeType = Range->getType().getNonReferenceType();
  PlaceID P = RangeType->isArrayType()
                  ? indexOf(Container, Value::unknown(), ElementType)
                  : element(Container, ElementType);
  bindLoopVariable(Loop, P);
  BlockID Break = B.newBlock();
  emitLoopBody(S->getBody(), Break, Step);
  enterFromHere(Step);
  runTo(Height);
  jump(Head);
  enter(Break);
  popTo(Height);
  jump(Exit);
  enter(Exit);
  popTo(Outer);
  Scopes.pop_back();
}

} // namespace fdtidy::lower
