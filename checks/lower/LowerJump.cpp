//===- LowerJump.cpp - switch, labels, goto -------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/FunctionLowering.h"

using namespace clang;

namespace fdtidy::lower {

void FunctionLowering::jumpTo(const JumpTarget &T) {
  runTo(T.Height);
  jump(T.Block);
}

static int64_t caseValue(const Expr *E, const ASTContext &Ctx) {
  return E->EvaluateKnownConstInt(Ctx).getExtValue();
}

void FunctionLowering::emitSwitch(const SwitchStmt *S) {
  const unsigned Outer = unsigned(Stack.size());
  Scopes.push_back({S, Outer});
  emitStmt(S->getInit());
  if (const VarDecl *Var = S->getConditionVariable())
    emitDecl(Var);
  at(S->getSwitchLoc());
  Value V;
  PlaceID Kept;
  {
    FullExpression Full(*this);
    V = emitScalar(S->getCond());
    // The value has to outlive the temporaries of its expression.
    if (V.isPlace() && !Full.isEmpty()) {
      Kept = local("switch", S->getCond()->getType(), S->getSwitchLoc());
      assign(Kept, V);
      V = Value::place(Kept);
    }
  }
  pushVariable(Kept, S->getCond()->getType(), S->getSwitchLoc());
  BlockID Exit = B.newBlock();
  Switches.emplace_back();
  Switches.back().Height = unsigned(Stack.size());

  llvm::SmallVector<ir::Edge, 8> Edges;
  ir::Edge Default;
  Default.To = Exit;
  Default.Loc = M.loc(S->getCond()->getBeginLoc());
  llvm::SmallVector<const SwitchCase *, 8> Cases;
  for (const SwitchCase *C = S->getSwitchCaseList(); C;
       C = C->getNextSwitchCase())
    Cases.push_back(C);
  bool AllCases = S->isAllEnumCasesCovered();
  bool Matched = false; // a constant meets its case
  for (const SwitchCase *C : llvm::reverse(Cases)) {
    const BlockID To = B.newBlock();
    Switches.back().Cases[C] = To;
    const auto *Case = dyn_cast<CaseStmt>(C);
    if (!Case) {
      Default.To = To;
      AllCases = false;
      continue;
    }
    const int64_t Low = caseValue(Case->getLHS(), Ctx);
    ir::Edge E;
    E.To = To;
    E.Loc = M.loc(Case->getCaseLoc());
    if (Case->getRHS()) { // GNU: case 1 ... 5
      const int64_t High = caseValue(Case->getRHS(), Ctx);
      if (V.isPlace()) {
        E.Assumes.push_back({V, ir::CompareOp::GE, Value::constant(Low)});
        E.Assumes.push_back({V, ir::CompareOp::LE, Value::constant(High)});
      }
    } else if (V.isPlace()) {
      E.Assumes.push_back({V, ir::CompareOp::EQ, Value::constant(Low)});
      Default.Assumes.push_back({V, ir::CompareOp::NE, Value::constant(Low)});
    } else if (V.isConstant() && V.Constant != Low) {
      continue;
    }
    Matched |= V.isConstant();
    Edges.push_back(E);
  }
  // An enumeration with all its values covered has no other by convention only,
  // but who wrote it so relies on it.
  if ((!AllCases || Edges.empty()) && !Matched)
    Edges.push_back(Default);
  if (reachable())
    B.branchEdges(Edges);
  leave();
  Breaks.push_back({Exit, unsigned(Stack.size())});
  emitStmt(S->getBody());
  jump(Exit);
  Breaks.pop_back();
  Switches.pop_back();
  enter(Exit);
  popTo(Outer);
  Scopes.pop_back();
}

void FunctionLowering::emitCase(const SwitchCase *S) {
  const Stmt *Sub = S;
  while (const auto *C = dyn_cast_or_null<SwitchCase>(Sub)) {
    for (Switch &Open : llvm::reverse(Switches)) {
      auto It = Open.Cases.find(C);
      if (It == Open.Cases.end())
        continue;
      enterFromHere(It->second);
      break;
    }
    Sub = C->getSubStmt();
  }
  emitStmt(Sub);
}

//===----------------------------------------------------------------------===//
// Labels
//===----------------------------------------------------------------------===//

/// Notes for each label which statements lie around it, so that a forward goto
/// knows which scopes it leaves.
void FunctionLowering::findLabels() {
  if (LabelsFound || !Decl || !Decl->getBody())
    return;
  LabelsFound = true;
  llvm::SmallVector<std::pair<const Stmt *, unsigned>, 32> Work;
  llvm::SmallVector<const Stmt *, 16> Around;
  Work.push_back({Decl->getBody(), 0});
  while (!Work.empty()) {
    auto [S, Depth] = Work.pop_back_val();
    Around.resize(Depth);
    if (const auto *L = dyn_cast<LabelStmt>(S)) {
      Label &Entry = Labels[L->getDecl()];
      Entry.Around.insert(Around.begin(), Around.end());
    }
    if (isa<LambdaExpr>(S))
      continue;
    Around.push_back(S);
    for (const Stmt *Child : S->children())
      if (Child)
        Work.push_back({Child, unsigned(Around.size())});
  }
}

/// How much of the scope stack a jump to \p L from here keeps.
unsigned FunctionLowering::heightFor(const LabelDecl *L) {
  Label &Entry = Labels[L];
  for (size_t I = Scopes.size(); I-- > 0;) {
    if (!Entry.Around.count(Scopes[I].Owner))
      continue;
    // In the scope that holds both: backwards over a declaration ends it.
    unsigned Height = I + 1 < Scopes.size() ? Scopes[I + 1].Height
                                            : unsigned(Stack.size());
    if (Entry.Height)
      Height = std::min(Height, *Entry.Height);
    return Height;
  }
  return Entry.Height.value_or(0);
}

void FunctionLowering::emitLabel(const LabelStmt *S) {
  findLabels();
  Label &Entry = Labels[S->getDecl()];
  if (!Entry.Block)
    Entry.Block = B.newBlock();
  Entry.Height = unsigned(Stack.size());
  enterFromHere(Entry.Block);
  emitStmt(S->getSubStmt());
}

void FunctionLowering::emitGoto(const LabelDecl *L) {
  findLabels();
  Label &Entry = Labels[L];
  if (!Entry.Block)
    Entry.Block = B.newBlock();
  runTo(heightFor(L));
  jump(Labels[L].Block);
}

/// Any label whose address is taken may be meant: all of them.
void FunctionLowering::emitIndirectGoto(const IndirectGotoStmt *S) {
  {
    FullExpression Full(*this);
    emitIgnored(S->getTarget());
  }
  findLabels();
  llvm::SmallVector<ir::Edge, 4> Edges;
  unsigned Height = unsigned(Stack.size());
  for (auto &[L, Entry] : Labels) {
    if (!Entry.Block)
      Entry.Block = B.newBlock();
    Height = std::min(Height, heightFor(L));
    ir::Edge E;
    E.To = Entry.Block;
    E.Loc = M.loc(S->getGotoLoc());
    Edges.push_back(E);
  }
  runTo(Height);
  if (reachable() && !Edges.empty())
    B.branchEdges(Edges);
  leave();
}

} // namespace fdtidy::lower
