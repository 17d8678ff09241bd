//===- LowerCleanup.cpp - The scope stack and what leaving runs -----------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"

using namespace clang;

namespace fdtidy::lower {

/// Return statements that repeat more destructors than this share them.
static constexpr unsigned MaxReturnCopies = 100;

void FunctionLowering::push(Cleanup C) {
  const int32_t Index = int32_t(Stack.size());
  const bool Below = !Stack.empty() && (Stack.back().HandlerBelow ||
                                        Stack.back().Kind ==
                                            CleanupKind::Handlers);
  C.HandlerBelow = Below;
  const bool Visited = C.Kind != CleanupKind::End || Below;
  C.NextLanding = Visited           ? Index
                  : Stack.empty() ? -1
                                    : Stack.back().NextLanding;
  Stack.push_back(std::move(C));
}

void FunctionLowering::pushVariable(PlaceID P, QualType T, SourceLocation L) {
  if (!P)
    return;
  Cleanup C;
  C.Kind = isDestroyed(T, Ctx) ? CleanupKind::Destroy : CleanupKind::End;
  C.Place = P;
  C.Type = T;
  C.Loc = L;
  push(C);
}

void FunctionLowering::pushTemporary(PlaceID P, QualType T, SourceLocation L) {
  if (!P || !isDestroyed(T, Ctx) || !reachable())
    return;
  Cleanup C;
  C.Kind = CleanupKind::Destroy;
  C.EndsStorage = false; // endtemps does
  C.Place = P;
  C.Type = T;
  C.Loc = L;
  if (Conditionals && BeforeConditional.first) {
    // It is destroyed at the end of the full-expression if it was made.
    C.Active = temp(Ctx.BoolTy);
    ir::Function &F = B.function();
    ir::Fact Clear;
    Clear.Kind = ir::FactKind::Assign;
    Clear.Dst = C.Active;
    Clear.Ops.push_back(Value::constant(0));
    Clear.Loc = B.loc();
    F.Facts.push_back(Clear);
    auto &Facts = F.Blocks[BeforeConditional.first.index()].Facts;
    Facts.insert(Facts.begin() + BeforeConditional.second,
                 ir::FactID(uint32_t(F.Facts.size() - 1)));
    ++BeforeConditional.second;
    assign(C.Active, Value::constant(1));
  }
  push(C);
}

void FunctionLowering::emitDestroy(PlaceID P, QualType T, SourceLocation L) {
  if (!P || !reachable())
    return;
  if (const ArrayType *A = Ctx.getAsArrayType(T)) {
    const uint64_t N = arrayLength(T, Ctx);
    QualType Element = A->getElementType();
    if (N == 0 || N > 8)
      return emitDestroy(indexOf(P, Value::unknown(), Element), Element, L);
    for (uint64_t I = N; I-- > 0;)
      emitDestroy(indexOf(P, Value::constant(int64_t(I)), Element), Element, L);
    return;
  }
  const CXXRecordDecl *R = classOf(T);
  if (!R)
    return;
  const bool Outer = Destroying;
  const CXXDestructorDecl *D = R->hasDefinition() ? R->getDestructor() : nullptr;
  Destroying |= !D || isNoThrow(D);
  if (!emitStdDestroy(P, R))
    if (ir::FunctionID F = M.destructor(R))
      callFunction(F, {addressOf(P)});
  Destroying = Outer;
}

/// Runs one entry; only those below it are left meanwhile.
void FunctionLowering::emitCleanup(unsigned Entry, bool ForReturn) {
  if (!reachable())
    return;
  const unsigned OuterLimit = Limit;
  Limit = Entry;
  const Cleanup C = Stack[Entry];
  const ir::LocID OuterLoc = B.loc();
  BlockID Done;
  if (C.Active) {
    BlockID Run = B.newBlock();
    Done = B.newBlock();
    branchOn(Value::place(C.Active), ir::CompareOp::NE, Value::constant(0), Run,
             Done);
    enter(Run);
  }
  switch (C.Kind) {
  case CleanupKind::End:
    break;
  case CleanupKind::Destroy:
    emitDestroy(C.Place, C.Type, C.Loc);
    break;
  case CleanupKind::Call: {
    CallSite Site;
    Site.Callee = C.Function;
    Site.Args.push_back(addressOf(C.Place));
    Site.Exprs.push_back(nullptr);
    Site.Type = C.Function->getReturnType();
    Site.Result.Ignored = true;
    Site.Loc = C.Loc;
    if (const model::FunctionModel *Model = M.model(C.Function, 1))
      emitModel(Site, *Model);
    else
      emitGeneralCall(Site, /*Virtual=*/false);
    break;
  }
  case CleanupKind::Delete:
    B.free(load(C.Place));
    break;
  case CleanupKind::Handlers:
    break;
  }
  if (C.EndsStorage && !ForReturn && C.Place && reachable() &&
      C.Kind != CleanupKind::Handlers && C.Kind != CleanupKind::Delete)
    B.end(C.Place);
  if (C.Active)
    enterFromHere(Done);
  B.setLoc(OuterLoc);
  Limit = OuterLimit;
}

void FunctionLowering::runTo(unsigned Height, bool ForReturn) {
  for (unsigned I = std::min<unsigned>(Stack.size(), Limit); I-- > Height;) {
    const Cleanup &C = Stack[I];
    if (C.UnwindOnly || (ForReturn && C.Kind == CleanupKind::End))
      continue;
    emitCleanup(I, ForReturn);
  }
}

void FunctionLowering::popTo(unsigned Height) {
  while (Stack.size() > Height) {
    if (!Stack.back().UnwindOnly)
      emitCleanup(unsigned(Stack.size() - 1), /*ForReturn=*/false);
    Stack.pop_back();
  }
}

/// The block that runs entry \p Top and those below it, then returns.
BlockID FunctionLowering::returning(int32_t Top) {
  for (; Top >= 0; --Top)
    if (!Stack[Top].UnwindOnly && Stack[Top].Kind != CleanupKind::End &&
        Stack[Top].Kind != CleanupKind::Handlers)
      break;
  if (Top >= 0 && Stack[Top].Returning)
    return Stack[Top].Returning;
  const BlockID From = B.insertBlock();
  BlockID Block = B.newBlock();
  enter(Block);
  if (Top < 0) {
    B.ret();
  } else {
    Stack[Top].Returning = Block;
    emitCleanup(unsigned(Top), /*ForReturn=*/true);
    jump(returning(Top - 1));
  }
  enter(From);
  return Block;
}

void FunctionLowering::leaveByReturn(SourceLocation L) {
  if (!reachable())
    return;
  at(L);
  if (ReturnCopies > MaxReturnCopies) {
    jump(returning(int32_t(Stack.size()) - 1));
    return;
  }
  for (const Cleanup &C : Stack)
    ReturnCopies += !C.UnwindOnly && C.Kind != CleanupKind::End;
  runTo(0, /*ForReturn=*/true);
  if (reachable())
    B.ret(M.loc(L));
  leave();
}

//===----------------------------------------------------------------------===//
// Full-expressions and conditional evaluation
//===----------------------------------------------------------------------===//

FullExpression::FullExpression(FunctionLowering &F)
    : F(F), Height(unsigned(F.Stack.size())), FirstTemp(F.LiveTemps.size()),
      FirstExtended(F.Extended.size()), OuterConditionals(F.Conditionals),
      OuterBefore(F.BeforeConditional) {
  ++F.FullExpressions;
  F.Conditionals = 0;
}

bool FullExpression::isEmpty() const {
  return F.LiveTemps.size() == FirstTemp && F.Stack.size() == Height &&
         F.Extended.size() == FirstExtended;
}

void FullExpression::endTemps() {
  if (F.LiveTemps.size() == FirstTemp || !F.reachable())
    return;
  if (F.FullExpressions == 1) {
    F.B.endTemps();
    return;
  }
  // A statement expression: the temporaries of the expression around it live on.
  for (size_t I = FirstTemp; I < F.LiveTemps.size(); ++I)
    F.B.end(F.LiveTemps[I]);
}

void FullExpression::finish() {
  Finished = true;
  F.popTo(Height);
  endTemps();
  F.LiveTemps.resize(FirstTemp);
  F.Conditionals = OuterConditionals;
  F.BeforeConditional = OuterBefore;
  --F.FullExpressions;
  llvm::SmallVector<Cleanup, 2> Mine(F.Extended.begin() + FirstExtended,
                                     F.Extended.end());
  F.Extended.resize(FirstExtended);
  for (Cleanup &C : Mine)
    F.push(C);
}

void FullExpression::finishBranch(BlockID True, BlockID TrueTo, BlockID False,
                                  BlockID FalseTo) {
  F.enter(True);
  F.runTo(Height);
  endTemps();
  F.jump(TrueTo);
  F.enter(False);
  finish();
  F.jump(FalseTo);
}

Conditional::Conditional(FunctionLowering &F) : F(F) {
  if (F.Conditionals++ == 0)
    F.BeforeConditional = {
        F.reachable() ? F.B.insertBlock() : BlockID(),
        F.reachable()
            ? F.B.function().Blocks[F.B.insertBlock().index()].Facts.size()
            : 0};
}

Conditional::~Conditional() { --F.Conditionals; }

} // namespace fdtidy::lower
