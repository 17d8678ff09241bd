//===- Evidence.cpp - Who borrows, by how they are called -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Evidence.h"
#include "solve/Flow.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::CompareOp;
using ir::Condition;
using ir::FactKind;
using ir::PlaceID;

Evidence::Evidence(const ir::Module &M) : M(M) {
  for (const ir::Function &F : M.Functions)
    if (F.hasBody())
      learn(F);
}

/// Whether \p C, of a place, says that it holds no handle: there is nothing to
/// close.
static bool saysInvalid(const Condition &C) {
  if (!C.RHS.isConstant())
    return false;
  return (C.Op == CompareOp::LT && C.RHS.Constant <= 0) ||
         (C.Op == CompareOp::LE && C.RHS.Constant < 0) ||
         (C.Op == CompareOp::EQ && C.RHS.Constant <= 0);
}

void Evidence::learn(const ir::Function &F) {
  // The places that unseen functions are given, by number.
  std::map<PlaceID, unsigned> Places;
  for (const ir::Fact &Fact : F.Facts)
    if (Fact.Kind == FactKind::Call && Fact.Callee &&
        !M.at(Fact.Callee).hasBody() && !M.at(Fact.Callee).Info.Borrows)
      for (const ir::Operand &O : Fact.Args)
        if (O.isPlace())
          Places.try_emplace(O.Place, Places.size());
  if (Places.empty())
    return;
  // Backwards: is the place surely released from here on? Greatest fixpoint,
  // so that a loop that goes on is no objection.
  const std::vector<ir::BlockID> Order = reversePostOrder(F);
  std::vector<llvm::BitVector> At(F.Blocks.size(),
                                  llvm::BitVector(Places.size(), true));
  // And is it released on any path at all? That a process ends is no evidence.
  std::vector<llvm::BitVector> MayAt(F.Blocks.size(),
                                     llvm::BitVector(Places.size(), false));
  llvm::BitVector May;
  auto Transfer = [&](ir::BlockID B, auto AtCall) {
    llvm::BitVector Sure(Places.size(), true);
    May.clear();
    May.resize(Places.size(), false);
    const ir::Block &Block = F.block(B);
    if (Block.Terminator == ir::TerminatorKind::Return ||
        Block.Terminator == ir::TerminatorKind::Resume)
      Sure.reset();
    for (const ir::Edge &E : Block.Edges) {
      llvm::BitVector After = At[E.To.index()];
      for (const Condition &C : E.Assumes)
        if (auto It = C.LHS.isPlace() ? Places.find(C.LHS.Place) : Places.end();
            It != Places.end() && saysInvalid(C))
          After.set(It->second);
      Sure &= After;
      May |= MayAt[E.To.index()];
    }
    for (ir::FactID ID : llvm::reverse(Block.Facts)) {
      const ir::Fact &Fact = F.fact(ID);
      if (Fact.Kind == FactKind::Exit || (Fact.Kind == FactKind::Call && Fact.NoReturn))
        Sure.set();
      if (Fact.Kind == FactKind::Throw || Fact.Kind == FactKind::Rethrow)
        Sure.reset();
      AtCall(Fact, Sure);
      if (Fact.Unwind)
        Sure &= At[Fact.Unwind.index()];
      auto Released = Places.end();
      if (Fact.Kind == FactKind::Release && Fact.Ops[0].isPlace() && !Fact.Ok)
        Released = Places.find(Fact.Ops[0].Place);
      if (auto Written = Places.find(Fact.Dst); Written != Places.end()) {
        Sure.reset(Written->second);
        May.reset(Written->second);
      }
      if (Released != Places.end()) {
        Sure.set(Released->second);
        May.set(Released->second);
      }
    }
    return Sure;
  };
  auto Ignore = [](const ir::Fact &, const llvm::BitVector &) {};
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (ir::BlockID B : llvm::reverse(Order)) {
      llvm::BitVector Now = Transfer(B, Ignore);
      if (Now != At[B.index()] || May != MayAt[B.index()]) {
        At[B.index()] = Now;
        MayAt[B.index()] = May;
        Changed = true;
      }
    }
  }
  auto Learn = [&](const ir::Fact &Fact, const llvm::BitVector &Sure) {
    if (Fact.Kind != FactKind::Call || !Fact.Callee)
      return;
    for (auto [I, O] : llvm::enumerate(Fact.Args))
      if (auto It = O.isPlace() ? Places.find(O.Place) : Places.end();
          It != Places.end() && Sure.test(It->second) && May.test(It->second))
        Borrowed.insert({Fact.Callee, unsigned(I)});
  };
  for (ir::BlockID B : Order)
    Transfer(B, Learn);
}
