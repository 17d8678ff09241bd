//===- Drain.cpp - Whether a read goes on to the end ----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Drain.h"
#include "solve/Memory.h"
#include <map>
#include <set>

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::BinaryOp;
using ir::BlockID;
using ir::FactKind;
using ir::Operand;
using ir::PlaceID;

namespace {

/// What is known of variables; what stands nowhere may be anything.
using Known = std::map<PlaceID, Range>;

class Walk {
public:
  Walk(const ir::Function &F, ir::FactID Read) : F(F), Read(Read) {}
  bool run(BlockID In);

private:
  bool block(BlockID B, size_t From, Known K);
  void fact(const ir::Fact &Fact, Known &K) const;
  bool assume(const ir::Condition &C, Known &K) const;
  Range value(const Operand &O, const Known &K) const;
  void reach(BlockID B, const Known &K);

  const ir::Function &F;
  ir::FactID Read;
  std::map<BlockID, Known> At;
  std::set<BlockID> Work;
  bool Again = false; ///< some way comes back to the read
};

Range Walk::value(const Operand &O, const Known &K) const {
  Range R;
  if (O.isConstant())
    R.Lo = R.Hi = O.Constant;
  else if (auto It = O.isPlace() ? K.find(O.Place) : K.end(); It != K.end())
    R = It->second;
  return R;
}

void Walk::fact(const ir::Fact &Fact, Known &K) const {
  for (const Operand &O : Fact.Args) // may be written through its address
    if (O.Which == Operand::Kind::Address)
      K.erase(F.root(O.Place));
  if (!Fact.Dst)
    return;
  Range R;
  if (Fact.Kind == FactKind::Assign &&
      Fact.Ops[0].Which == Operand::Kind::Unknown) {
    R.Lo = 0; // a library call that fails is no end to wait for
  } else if (Fact.Kind == FactKind::Assign) {
    R = value(Fact.Ops[0], K);
  } else if (Fact.Kind == FactKind::Compute) {
    const Range A = value(Fact.Ops[0], K), B = value(Fact.Ops[1], K);
    if (auto C = B.constant()) {
      if (Fact.Op <= BinaryOp::GE) {
        if (auto Holds = A.decide(static_cast<ir::CompareOp>(Fact.Op), *C))
          R.Lo = R.Hi = *Holds;
      } else if (Fact.Op == BinaryOp::Add) {
        R = A.shifted(*C);
      } else if (Fact.Op == BinaryOp::Sub && *C != INT64_MIN) {
        R = A.shifted(-*C);
      }
    }
  }
  K.erase(Fact.Dst);
  if (!R.isFull() && F.place(Fact.Dst).isRoot())
    K[Fact.Dst] = R;
}

bool Walk::assume(const ir::Condition &C, Known &K) const {
  if (!C.LHS.isPlace())
    return true;
  auto Limit = value(C.RHS, K).constant();
  if (!Limit)
    return true;
  Range R = value(C.LHS, K);
  R.narrow(C.Op, *Limit);
  if (R.isEmpty())
    return false;
  if (F.place(C.LHS.Place).isRoot())
    K[C.LHS.Place] = R;
  return true;
}

void Walk::reach(BlockID B, const Known &K) {
  auto [It, New] = At.try_emplace(B, K);
  bool Changed = New;
  if (!New)
    for (auto X = It->second.begin(); X != It->second.end();) {
      auto Y = K.find(X->first);
      if (Y != K.end() && Y->second == X->second) {
        ++X;
        continue;
      }
      X = It->second.erase(X); // any two values are all: that ends a loop
      Changed = true;
    }
  if (Changed)
    Work.insert(B);
}

/// False where a way leaves the function.
bool Walk::block(BlockID B, size_t From, Known K) {
  const ir::Block &Block = F.block(B);
  for (size_t I = From; I != Block.Facts.size(); ++I) {
    if (Block.Facts[I] == Read) {
      Again = true;
      return true;
    }
    const ir::Fact &Fact = F.fact(Block.Facts[I]);
    if (Fact.Kind == FactKind::Exit || Fact.NoReturn)
      return true;
    fact(Fact, K);
  }
  if (Block.Terminator == ir::TerminatorKind::Unreachable)
    return true;
  if (Block.Terminator != ir::TerminatorKind::Branch)
    return false;
  for (const ir::Edge &E : Block.Edges) {
    Known Then = K;
    if (llvm::all_of(E.Assumes,
                     [&](const ir::Condition &C) { return assume(C, Then); }))
      reach(E.To, Then);
  }
  return true;
}

bool Walk::run(BlockID In) {
  const ir::Fact &Fact = F.fact(Read);
  if (!Fact.Dst || !F.place(Fact.Dst).isRoot())
    return false;
  const auto &Facts = F.block(In).Facts;
  const size_t First = llvm::find(Facts, Read) - Facts.begin() + 1;
  Known More;
  More[Fact.Dst].Lo = 1;
  if (!block(In, First, More))
    return false;
  while (!Work.empty()) {
    const BlockID B = *Work.begin();
    Work.erase(Work.begin());
    if (!block(B, 0, At[B]))
      return false;
  }
  return Again;
}

} // namespace

bool solve::readsToEnd(const ir::Function &F, BlockID In, ir::FactID Read) {
  return Walk(F, Read).run(In);
}
