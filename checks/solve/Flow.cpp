//===- Flow.cpp - Order, loops and liveness of a function -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Flow.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::BlockID;
using ir::PlaceID;

llvm::SmallVector<BlockID, 4> solve::successors(const ir::Function &F,
                                                BlockID B) {
  llvm::SmallVector<BlockID, 4> Next;
  auto Add = [&](BlockID To) {
    if (To && !llvm::is_contained(Next, To))
      Next.push_back(To);
  };
  for (ir::FactID Fact : F.block(B).Facts)
    Add(F.fact(Fact).Unwind);
  for (const ir::Edge &E : F.block(B).Edges)
    Add(E.To);
  return Next;
}

Flow::Flow(const ir::Function &F) : Headers(F.Blocks.size()), F(F) {
  Position.assign(F.Blocks.size(), ~0u);
  Loops.resize(F.Blocks.size());
  findOrder(F);
  findLoops(F);
  findLiveness(F);
  findBounds(F);
}

void Flow::findBounds(const ir::Function &F) {
  auto Note = [&](const ir::Operand &A, const ir::Operand &B) {
    if (A.isPlace() && !B.isConstant())
      Unbounded.insert(A.Place);
    if (B.isPlace() && !A.isConstant())
      Unbounded.insert(B.Place);
  };
  for (const ir::Block &B : F.Blocks)
    for (const ir::Edge &E : B.Edges)
      for (const ir::Condition &C : E.Assumes)
        Note(C.LHS, C.RHS);
  for (const ir::Fact &Fact : F.Facts)
    if (Fact.Kind == ir::FactKind::Compute && Fact.Op <= ir::BinaryOp::GE)
      Note(Fact.Ops[0], Fact.Ops[1]);
}

void Flow::findOrder(const ir::Function &F) {
  enum Color : char { White, Grey, Black };
  std::vector<Color> Colors(F.Blocks.size(), White);
  struct Frame {
    BlockID B;
    llvm::SmallVector<BlockID, 4> Next;
    unsigned At = 0;
  };
  std::vector<Frame> Stack;
  Stack.push_back({BlockID(0), successors(F, BlockID(0))});
  Colors[0] = Grey;
  while (!Stack.empty()) {
    Frame &Top = Stack.back();
    if (Top.At == Top.Next.size()) {
      Colors[Top.B.index()] = Black;
      Order.push_back(Top.B);
      Stack.pop_back();
      continue;
    }
    BlockID To = Top.Next[Top.At++];
    if (Colors[To.index()] == Grey)
      Headers.set(To.index());
    if (Colors[To.index()] != White)
      continue;
    Colors[To.index()] = Grey;
    Stack.push_back({To, successors(F, To)});
  }
  std::reverse(Order.begin(), Order.end());
  for (auto [At, B] : llvm::enumerate(Order))
    Position[B.index()] = At;
}

void Flow::findLoops(const ir::Function &F) {
  if (Headers.none())
    return;
  std::vector<llvm::SmallVector<BlockID, 4>> Before(F.Blocks.size());
  for (BlockID B : Order)
    for (BlockID To : successors(F, B))
      Before[To.index()].push_back(B);
  for (unsigned H : Headers.set_bits()) {
    BlockID Header(H);
    llvm::BitVector Body(F.Blocks.size());
    Body.set(H);
    std::vector<BlockID> Work;
    for (BlockID B : Before[H])
      if (Position[B.index()] >= Position[H])
        Work.push_back(B);
    while (!Work.empty()) {
      BlockID B = Work.back();
      Work.pop_back();
      if (Body.test(B.index()) || Position[B.index()] < Position[H])
        continue;
      Body.set(B.index());
      llvm::append_range(Work, Before[B.index()]);
    }
    for (unsigned B : Body.set_bits())
      Loops[B].push_back(Header);
  }
}

bool Flow::inLoop(BlockID Body, BlockID Header) const {
  return llvm::is_contained(Loops[Body.index()], Header);
}

namespace {
/// Visits the roots that a fact or an edge reads.
template <typename Visit>
void forEachRead(const ir::Function &F, const ir::Operand &O, Visit V) {
  if (O.Which != ir::Operand::Kind::Place &&
      O.Which != ir::Operand::Kind::Address)
    return;
  for (PlaceID P = O.Place; P; P = F.place(P).Parent) {
    V(P);
    if (F.place(P).IndexBy)
      forEachRead(F, ir::Operand::place(F.place(P).IndexBy), V);
  }
}

template <typename Visit>
void forEachRead(const ir::Function &F, const ir::Fact &Fact, Visit V) {
  for (const ir::Operand &O : Fact.Ops)
    forEachRead(F, O, V);
  for (const ir::Operand &O : Fact.Args)
    forEachRead(F, O, V);
  forEachRead(F, Fact.Acq.Cloexec.Flags, V);
  forEachRead(F, Fact.Cloexec.Flags, V);
  for (const ir::Acquired &A : Fact.Acq.Handles)
    if (!F.place(A.Into).isRoot())
      forEachRead(F, ir::Operand::place(F.place(A.Into).Parent), V);
  if (Fact.Dst && !F.place(Fact.Dst).isRoot()) {
    PlaceID Up = F.place(Fact.Dst).Parent;
    forEachRead(F, ir::Operand::place(Up), V);
    if (PlaceID By = F.place(Fact.Dst).IndexBy)
      forEachRead(F, ir::Operand::place(By), V);
  }
}
} // namespace

void Flow::findLiveness(const ir::Function &F) {
  const size_t N = F.Places.size();
  auto NoteField = [&](PlaceID P) {
    if (F.place(P).Kind == ir::PlaceKind::Field)
      Fields.insert(F.place(P).Name);
  };
  llvm::BitVector AddressTaken(N); // may be read through a pointer: live
  std::vector<llvm::BitVector> Gen(F.Blocks.size(), llvm::BitVector(N));
  std::vector<llvm::BitVector> Kill(F.Blocks.size(), llvm::BitVector(N));
  for (BlockID B : Order) {
    llvm::BitVector &G = Gen[B.index()], &K = Kill[B.index()];
    auto Read = [&](PlaceID P) {
      NoteField(P);
      if (F.place(P).isRoot() && !K.test(P.index()))
        G.set(P.index());
    };
    const ir::Block &Block = F.block(B);
    for (ir::FactID ID : Block.Facts) {
      const ir::Fact &Fact = F.fact(ID);
      if (Fact.Kind != ir::FactKind::End)
        forEachRead(F, Fact, Read);
      for (const auto &Operands : {llvm::ArrayRef<ir::Operand>(Fact.Ops),
                                   llvm::ArrayRef<ir::Operand>(Fact.Args)})
        for (const ir::Operand &O : Operands)
          if (O.Which == ir::Operand::Kind::Address)
            AddressTaken.set(F.root(O.Place).index());
      // A place written on one edge only (unwinding) is not killed for it, but
      // then nothing reads it there either: its declaration is in the block.
      if (Fact.Dst && F.place(Fact.Dst).isRoot())
        K.set(Fact.Dst.index());
    }
    for (const ir::Edge &E : Block.Edges)
      for (const ir::Condition &C : E.Assumes) {
        forEachRead(F, C.LHS, Read);
        forEachRead(F, C.RHS, Read);
      }
    if (Block.Terminator == ir::TerminatorKind::Return && F.Return)
      Read(F.Return);
  }
  Live.assign(F.Blocks.size(), llvm::BitVector(N));
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (BlockID B : llvm::reverse(Order)) {
      llvm::BitVector In(N);
      for (BlockID To : successors(F, B))
        In |= Live[To.index()];
      In.reset(Kill[B.index()]);
      In |= Gen[B.index()];
      if (In != Live[B.index()]) {
        Live[B.index()] = In;
        Changed = true;
      }
    }
  }
  for (BlockID B : Order)
    Live[B.index()] |= AddressTaken;
}

bool Flow::isMaskTested(int64_t Mask, BlockID B) const {
  auto [It, New] = Masks.try_emplace(Mask);
  llvm::BitVector &Before = It->second;
  if (New) {
    Before.resize(F.Blocks.size());
    for (BlockID At : Order)
      for (ir::FactID ID : F.block(At).Facts) {
        const ir::Fact &Fact = F.fact(ID);
        if (Fact.Kind == ir::FactKind::Compute && Fact.Op == ir::BinaryOp::And)
          for (const ir::Operand &O : Fact.Ops)
            if (O.isConstant() && O.Constant == Mask)
              Before.set(At.index());
      }
    for (bool Changed = true; Changed;) {
      Changed = false;
      for (BlockID At : llvm::reverse(Order))
        if (!Before.test(At.index()) &&
            llvm::any_of(successors(F, At), [&](BlockID To) {
              return Before.test(To.index());
            })) {
          Before.set(At.index());
          Changed = true;
        }
    }
  }
  return Before.test(B.index());
}
