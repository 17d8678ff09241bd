//===- Flow.cpp - Order, loops and liveness of a function -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Flow.h"
#include <algorithm>

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::BlockID;
using ir::PlaceID;

/// The blocks that \p B can go on to: its edges, and where its calls unwind.
static llvm::SmallVector<BlockID, 4> successors(const ir::Function &F,
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
  findEdges(F);
  findLoops(F);
  findLiveness(F);
  findBounds(F);
  findRelations(F);
  Asked.emplace(F, *this);
}

void Flow::findBounds(const ir::Function &F) {
  // Rounds of a loop are told apart by its index while they are few: past the cap
  // of disjuncts they would be merged, and elements of the array with them.
  constexpr int64_t Few = 6;
  auto Note = [&](const ir::Operand &A, const ir::Operand &B) {
    if (A.isPlace() && !(B.isConstant() && B.Constant <= Few))
      Unbounded.insert(A.Place);
    if (B.isPlace() && !(A.isConstant() && A.Constant <= Few))
      Unbounded.insert(B.Place);
  };
  for (const ir::Block &B : F.Blocks)
    for (const ir::Edge &E : B.Edges)
      for (const ir::Condition &C : E.Assumes)
        Note(C.LHS, C.RHS);
  for (const ir::Fact &Fact : F.Facts)
    if (Fact.Kind == ir::FactKind::Compute && Fact.Op <= ir::BinaryOp::GE)
      Note(Fact.Ops[0], Fact.Ops[1]);
    else if (Fact.Kind == ir::FactKind::Assign && Fact.Ops[0].isConstant() &&
             Fact.Ops[0].Constant >= Few) // where it is counted down from
      Unbounded.insert(Fact.Dst);
}

void Flow::findRelations(const ir::Function &F) {
  // By the two places, what is added to either left aside.
  std::map<std::pair<PlaceID, PlaceID>, Blocks> By;
  for (BlockID At : Order) {
    const ir::Block &B = F.block(At);
    if (B.Edges.size() != 2 || B.Edges[0].Assumes.size() != 1)
      continue;
    auto Origin = [&](const ir::Operand &O) {
      if (!O.isPlace())
        return PlaceID();
      for (ir::FactID ID : B.Facts) {
        const ir::Fact &Fact = F.fact(ID);
        if (Fact.Dst == O.Place && Fact.Kind == ir::FactKind::Compute &&
            (Fact.Op == ir::BinaryOp::Add || Fact.Op == ir::BinaryOp::Sub) &&
            Fact.Ops[0].isPlace() && Fact.Ops[1].isConstant())
          return Fact.Ops[0].Place;
      }
      return O.Place;
    };
    const ir::Condition &C = B.Edges[0].Assumes[0];
    PlaceID X = Origin(C.LHS), Y = Origin(C.RHS);
    if (!X || !Y)
      continue;
    if (Y < X)
      std::swap(X, Y);
    By[{X, Y}].push_back(At);
  }
  Blocks Repeated;
  for (const auto &[Places, Here] : By) {
    if (Here.size() < 2)
      continue;
    llvm::append_range(Repeated, Here);
    for (PlaceID P : {Places.first, Places.second})
      if (F.place(P).Kind == ir::PlaceKind::Field)
        RelatedFields.insert(F.place(P).Name);
      else
        Related.insert(P);
  }
  if (!Repeated.empty())
    Relations = before(Repeated);
}

std::vector<BlockID> solve::reversePostOrder(const ir::Function &F,
                                             llvm::BitVector *Headers) {
  enum Color : char { White, Grey, Black };
  std::vector<Color> Colors(F.Blocks.size(), White);
  struct Frame {
    BlockID B;
    llvm::SmallVector<BlockID, 4> Next;
    unsigned At = 0;
  };
  std::vector<Frame> Stack;
  std::vector<BlockID> Order;
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
    if (Colors[To.index()] == Grey && Headers)
      Headers->set(To.index());
    if (Colors[To.index()] != White)
      continue;
    Colors[To.index()] = Grey;
    Stack.push_back({To, successors(F, To)});
  }
  std::reverse(Order.begin(), Order.end());
  return Order;
}

void Flow::findOrder(const ir::Function &F) {
  Order = reversePostOrder(F, &Headers);
  Home.resize(F.Facts.size());
  for (auto [At, B] : llvm::enumerate(Order)) {
    Position[B.index()] = At;
    for (ir::FactID Fact : F.block(B).Facts) {
      Home[Fact.index()] = B;
      Forks |= F.fact(Fact).Kind == ir::FactKind::Fork;
    }
  }
}

void Flow::findEdges(const ir::Function &F) {
  After.resize(F.Blocks.size());
  Before.resize(F.Blocks.size());
  for (BlockID B : Order) {
    After[B.index()] = successors(F, B);
    for (BlockID To : After[B.index()])
      Before[To.index()].push_back(B);
  }
}

void Flow::findLoops(const ir::Function &F) {
  if (Headers.none())
    return;
  std::vector<unsigned> In(F.Blocks.size(), ~0u); // the last loop it is in
  for (unsigned H : Headers.set_bits()) {
    const auto Add = [&](BlockID B) {
      In[B.index()] = H;
      Loops[B.index()].push_back(BlockID(H));
    };
    Add(BlockID(H));
    std::vector<BlockID> Work;
    for (BlockID B : Before[H])
      if (Position[B.index()] >= Position[H])
        Work.push_back(B);
    while (!Work.empty()) {
      BlockID B = Work.back();
      Work.pop_back();
      if (In[B.index()] == H || Position[B.index()] < Position[H])
        continue;
      Add(B);
      llvm::append_range(Work, Before[B.index()]);
    }
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

/// Whether \p P is part of its root, not of what its root points to.
bool isInRoot(const ir::Function &F, PlaceID P) {
  for (; P; P = F.place(P).Parent)
    if (F.place(P).Kind == ir::PlaceKind::Pointee)
      return false;
  return true;
}
} // namespace

void Flow::findLiveness(const ir::Function &F) {
  const size_t N = F.Places.size();
  AddressTaken.resize(N);
  // By root: the blocks that read it before they write it, and that write it.
  std::vector<llvm::SmallVector<BlockID, 2>> Reads(N), Writes(N);
  Blocks ReadPointees;
  auto IsNoted = [](llvm::ArrayRef<BlockID> Blocks, BlockID B) {
    return !Blocks.empty() && Blocks.back() == B;
  };
  for (BlockID B : Order) {
    auto Read = [&](PlaceID P) {
      if (F.place(P).Kind == ir::PlaceKind::Field)
        if (Blocks &In = Fields[F.place(P).Name]; !IsNoted(In, B))
          In.push_back(B);
      if (F.place(P).isRoot() && !IsNoted(Writes[P.index()], B) &&
          !IsNoted(Reads[P.index()], B))
        Reads[P.index()].push_back(B);
    };
    auto NotePointee = [&](const ir::Operand &O) {
      if (O.isPlace() && F.place(O.Place).Kind > ir::PlaceKind::Field &&
          !IsNoted(ReadPointees, B))
        ReadPointees.push_back(B);
    };
    const ir::Block &Block = F.block(B);
    for (ir::FactID ID : Block.Facts) {
      const ir::Fact &Fact = F.fact(ID);
      if (Fact.Kind != ir::FactKind::End)
        forEachRead(F, Fact, Read);
      for (const auto &Operands : {llvm::ArrayRef<ir::Operand>(Fact.Ops),
                                   llvm::ArrayRef<ir::Operand>(Fact.Args)})
        for (const ir::Operand &O : Operands) {
          NotePointee(O);
          if (O.Which == ir::Operand::Kind::Address && isInRoot(F, O.Place))
            AddressTaken.set(F.root(O.Place).index());
        }
      // A place written on one edge only (unwinding) is not killed for it, but
      // then nothing reads it there either: its declaration is in the block.
      if (Fact.Dst && F.place(Fact.Dst).isRoot() &&
          !IsNoted(Writes[Fact.Dst.index()], B))
        Writes[Fact.Dst.index()].push_back(B);
    }
    for (const ir::Edge &E : Block.Edges)
      for (const ir::Condition &C : E.Assumes) {
        NotePointee(C.LHS);
        NotePointee(C.RHS);
        forEachRead(F, C.LHS, Read);
        forEachRead(F, C.RHS, Read);
      }
    if (Block.Terminator == ir::TerminatorKind::Return && F.Return)
      Read(F.Return);
  }
  Pointees = before(ReadPointees);
  // Backwards from where each root is read to where it is written.
  Live.resize(F.Blocks.size());
  std::vector<size_t> Seen(F.Blocks.size(), N); // the last root it was seen for
  for (size_t P = 0; P != N; ++P) {
    llvm::SmallVector<BlockID, 16> Work;
    auto Add = [&](BlockID B) {
      Seen[B.index()] = P;
      Live[B.index()].push_back(PlaceID(P));
      Work.push_back(B);
    };
    for (BlockID B : Reads[P])
      Add(B);
    for (BlockID B : Writes[P])
      Seen[B.index()] = P;
    while (!Work.empty())
      for (BlockID B : Before[Work.pop_back_val().index()])
        if (Seen[B.index()] != P)
          Add(B);
  }
}

llvm::BitVector Flow::before(llvm::ArrayRef<BlockID> Set) const {
  llvm::BitVector Reach(F.Blocks.size());
  Blocks Work(Set.begin(), Set.end());
  for (BlockID B : Set)
    Reach.set(B.index());
  while (!Work.empty())
    for (BlockID B : Before[Work.pop_back_val().index()])
      if (!Reach.test(B.index())) {
        Reach.set(B.index());
        Work.push_back(B);
      }
  return Reach;
}

bool Flow::isMaskTested(int64_t Mask, BlockID B) const {
  auto [It, New] = Masks.try_emplace(Mask);
  if (New) {
    Blocks Tests;
    for (BlockID At : Order)
      if (llvm::any_of(F.block(At).Facts, [&](ir::FactID ID) {
            const ir::Fact &Fact = F.fact(ID);
            return Fact.Kind == ir::FactKind::Compute &&
                   Fact.Op == ir::BinaryOp::And &&
                   llvm::is_contained(Fact.Ops, ir::Operand::constant(Mask));
          }))
        Tests.push_back(At);
    It->second = before(Tests);
  }
  return It->second.test(B.index());
}

bool Flow::isFieldRead(ir::StringID Name, BlockID B) const {
  auto Read = Fields.find(Name);
  if (Read == Fields.end())
    return false;
  auto [It, New] = FieldReads.try_emplace(Name);
  if (New)
    It->second = before(Read->second);
  return It->second.test(B.index());
}

bool Flow::isSetOfBits(ir::PlaceID P) const {
  return llvm::any_of(F.Facts, [&](const ir::Fact &Fact) {
    if (Fact.Kind != ir::FactKind::Compute ||
        Fact.Ops[0] != ir::Operand::place(P) || !Fact.Ops[1].isConstant())
      return false;
    const uint64_t Mask = Fact.Ops[1].Constant;
    return Fact.Op == ir::BinaryOp::Or ||
           (Fact.Op == ir::BinaryOp::And && (Mask & (Mask + 1)) != 0);
  });
}
