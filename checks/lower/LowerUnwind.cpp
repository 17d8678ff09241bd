//===- LowerUnwind.cpp - Exceptions: throw, try, landing blocks -----------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A landing block runs one entry of the scope stack and goes on to the landing
// block of the next below that unwinding has to visit, to the handlers of a
// try, or out of the function. An entry has at most one, so their number is
// linear in that of the entries.
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"

using namespace clang;

namespace fdtidy::lower {

BlockID FunctionLowering::resumeBlock() {
  if (Resume)
    return Resume;
  const BlockID From = B.insertBlock();
  Resume = B.newBlock();
  enter(Resume);
  B.resume();
  enter(From);
  return Resume;
}

/// The landing block for what is thrown here; invalid: out of the function.
BlockID FunctionLowering::unwindTarget() {
  if (!M.options().Exceptions || Destroying)
    return {};
  return landing(int32_t(std::min<size_t>(Stack.size(), Limit)) - 1);
}

BlockID FunctionLowering::landing(int32_t Top) {
  if (Top < 0)
    return {};
  Top = Stack[Top].NextLanding;
  if (Top < 0)
    return {};
  if (Stack[Top].Landing)
    return Stack[Top].Landing;
  const BlockID From = B.insertBlock();
  const ir::LocID FromLoc = B.loc();
  const BlockID Block = B.newBlock();
  Stack[Top].Landing = Block;
  enter(Block);
  if (Stack[Top].Kind == CleanupKind::Handlers) {
    llvm::SmallVector<ir::Edge, 2> Edges = Stack[Top].Handlers;
    if (Edges.empty() || B.module().text(Edges.back().Catches) != "...") {
      ir::Edge Else;
      Else.To = landing(Top - 1);
      if (!Else.To)
        Else.To = resumeBlock();
      Edges.push_back(Else);
    }
    B.dispatch(Edges);
  } else {
    at(Stack[Top].Loc);
    emitCleanup(unsigned(Top), /*ForReturn=*/!Stack[Top].HandlerBelow);
    BlockID Next = landing(Top - 1);
    jump(Next ? Next : resumeBlock());
  }
  enter(From);
  B.setLoc(FromLoc);
  return Block;
}

void FunctionLowering::emitTry(const CXXTryStmt *S) {
  const BlockID Done = B.newBlock();
  const unsigned Height = unsigned(Stack.size());
  llvm::SmallVector<BlockID, 2> Entries;
  Cleanup C;
  C.Kind = CleanupKind::Handlers;
  for (unsigned I = 0; I < S->getNumHandlers(); ++I) {
    const CXXCatchStmt *Handler = S->getHandler(I);
    ir::Edge E;
    E.To = B.newBlock();
    E.Loc = M.loc(Handler->getCatchLoc());
    QualType T = Handler->getCaughtType();
    E.Catches =
        B.module().intern(T.isNull() ? "..." : exceptionName(T, Ctx));
    Entries.push_back(E.To);
    C.Handlers.push_back(E);
    if (T.isNull())
      break;
  }
  push(C);
  Scopes.push_back({S, unsigned(Stack.size())});
  const auto *Constructor = dyn_cast_or_null<CXXConstructorDecl>(Decl);
  if (Constructor && Constructor->getBody() == S)
    emitConstructorInits(Constructor); // [except.handle]: a function-try-block
  emitStmt(S->getTryBlock());
  popTo(Height);
  Scopes.pop_back();
  jump(Done);

  for (unsigned I = 0; I < Entries.size(); ++I) {
    const CXXCatchStmt *Handler = S->getHandler(I);
    enter(Entries[I]);
    Scopes.push_back({Handler, Height});
    if (const VarDecl *Var = Handler->getExceptionDecl()) {
      at(Var->getLocation());
      if (PlaceID P = variable(Var)) {
        assign(P, Value::unknown());
        Cleanup End; // the exception object itself is nobody's here
        End.Place = P;
        push(End);
      }
    }
    emitStmt(Handler->getHandlerBlock());
    popTo(Height);
    Scopes.pop_back();
    // Flowing off the handler of a constructor's function-try-block rethrows.
    if (Constructor && Constructor->getBody() == S && reachable()) {
      B.rethrow(unwindTarget());
      B.unreachable();
      leave();
    }
    jump(Done);
  }
  enter(Done);
}

static void addBases(const CXXRecordDecl *R, const ASTContext &Ctx,
                     llvm::SmallVectorImpl<std::string> &Names) {
  for (const CXXBaseSpecifier &Base : R->bases()) {
    if (Base.getAccessSpecifier() != AS_public)
      continue;
    std::string Name = exceptionName(Base.getType(), Ctx);
    if (!llvm::is_contained(Names, Name))
      Names.push_back(Name);
    if (const CXXRecordDecl *BaseClass = classOf(Base.getType()))
      if (BaseClass->hasDefinition())
        addBases(BaseClass, Ctx, Names);
  }
}

void FunctionLowering::emitThrow(const CXXThrowExpr *E) {
  const Expr *Operand = E->getSubExpr();
  if (Operand) {
    // The exception object takes over what it is initialised with.
    PlaceID P = temp(Operand->getType());
    emitInto(Operand, P);
    at(E->getThrowLoc());
    const RecordDecl *Thrown = recordOf(Operand->getType());
    if (reachable() && Thrown && !M.isSystem(Thrown))
      escape(Value::address(P), "exception object");
  }
  at(E->getThrowLoc());
  if (!reachable())
    return;
  if (!M.options().Exceptions) {
    B.exit();
    B.unreachable();
    return leave();
  }
  BlockID Unwind = unwindTarget();
  if (!Operand) {
    B.rethrow(Unwind);
  } else {
    llvm::SmallVector<std::string, 4> Names{
        exceptionName(Operand->getType(), Ctx)};
    const CXXRecordDecl *R = classOf(Operand->getType());
    if (R && R->hasDefinition())
      addBases(R, Ctx, Names);
    llvm::SmallVector<StringRef, 4> Types(Names.begin(), Names.end());
    B.raise(Types, Unwind);
  }
  B.unreachable();
  leave();
}

} // namespace fdtidy::lower
