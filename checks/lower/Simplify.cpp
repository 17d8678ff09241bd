//===- Simplify.cpp - Tidies the blocks of a lowered function -------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "lower/Simplify.h"

using namespace fdtidy;
using namespace fdtidy::ir;

namespace {

class Simplifier {
public:
  explicit Simplifier(Function &F) : F(F) {}

  void run() {
    skipEmpty();
    mergeChains();
    renumber();
  }

private:
  template <typename Fn> void forEachTarget(Block &B, Fn Visit) {
    for (Edge &E : B.Edges)
      Visit(E.To);
    for (FactID ID : B.Facts)
      if (BlockID &Unwind = F.Facts[ID.index()].Unwind)
        Visit(Unwind);
  }

  /// Where a jump to \p B ends up: an empty block that only jumps is skipped.
  BlockID resolve(BlockID B) {
    BlockID At = B;
    for (unsigned Steps = 0; Steps < F.Blocks.size(); ++Steps) {
      const Block &X = F.block(At);
      if (!X.Facts.empty() || X.Terminator != TerminatorKind::Branch ||
          X.Edges.size() != 1 || !X.Edges[0].Assumes.empty() ||
          X.Edges[0].To == At)
        break;
      At = X.Edges[0].To;
    }
    return At;
  }

  void skipEmpty() {
    std::vector<BlockID> To(F.Blocks.size());
    for (uint32_t I = 0; I < F.Blocks.size(); ++I)
      To[I] = resolve(BlockID(I));
    for (Block &B : F.Blocks) {
      forEachTarget(B, [&](BlockID &T) { T = To[T.index()]; });
      if (B.Terminator != TerminatorKind::Branch || B.Edges.size() < 2)
        continue;
      // Two ways to one block with nothing learnt on either are one.
      bool Same = true;
      for (const Edge &E : B.Edges)
        Same &= E.To == B.Edges[0].To && E.Assumes.empty();
      if (Same)
        B.Edges.resize(1);
    }
  }

  void mergeChains() {
    std::vector<unsigned> Into(F.Blocks.size());
    std::vector<bool> Reached(F.Blocks.size());
    std::vector<uint32_t> Work{0};
    Reached[0] = true;
    ++Into[0];
    while (!Work.empty()) {
      const uint32_t I = Work.back();
      Work.pop_back();
      forEachTarget(F.Blocks[I], [&](BlockID T) {
        ++Into[T.index()];
        if (!Reached[T.index()]) {
          Reached[T.index()] = true;
          Work.push_back(T.index());
        }
      });
    }
    for (uint32_t I = 0; I < F.Blocks.size(); ++I) {
      if (!Reached[I])
        continue;
      Block &B = F.Blocks[I];
      while (B.Terminator == TerminatorKind::Branch && B.Edges.size() == 1 &&
             B.Edges[0].Assumes.empty()) {
        const uint32_t Next = B.Edges[0].To.index();
        if (Into[Next] != 1 || Next == I || Next == 0)
          break;
        Block &N = F.Blocks[Next];
        B.Facts.insert(B.Facts.end(), N.Facts.begin(), N.Facts.end());
        B.Terminator = N.Terminator;
        B.Edges = std::move(N.Edges);
        B.Loc = N.Loc;
        N = Block();
        Reached[Next] = false;
      }
    }
    Live = std::move(Reached);
  }

  /// Reverse post-order, so that blocks read like the source, and the facts in
  /// the order of the blocks.
  void renumber() {
    std::vector<uint32_t> Order;
    std::vector<uint8_t> Seen(F.Blocks.size());
    std::vector<std::pair<uint32_t, std::vector<uint32_t>>> Path;
    auto Enter = [&](uint32_t I) {
      Seen[I] = 1;
      std::vector<uint32_t> Targets;
      for (const Edge &E : F.Blocks[I].Edges)
        Targets.push_back(E.To.index());
      for (FactID ID : F.Blocks[I].Facts)
        if (BlockID Unwind = F.fact(ID).Unwind)
          Targets.push_back(Unwind.index());
      Path.emplace_back(I, std::move(Targets));
    };
    Enter(0);
    while (!Path.empty()) {
      auto &[I, Targets] = Path.back();
      if (Targets.empty()) {
        Order.push_back(I);
        Path.pop_back();
        continue;
      }
      const uint32_t Next = Targets.back();
      Targets.pop_back();
      if (!Seen[Next])
        Enter(Next);
    }
    std::vector<BlockID> Number(F.Blocks.size());
    std::vector<Block> Blocks;
    std::vector<Fact> Facts;
    Blocks.reserve(Order.size());
    for (size_t I = 0; I < Order.size(); ++I)
      Number[Order[Order.size() - 1 - I]] = BlockID(uint32_t(I));
    for (size_t I = Order.size(); I-- > 0;)
      Blocks.push_back(std::move(F.Blocks[Order[I]]));
    for (Block &B : Blocks) {
      for (FactID &ID : B.Facts) {
        Facts.push_back(std::move(F.Facts[ID.index()]));
        ID = FactID(uint32_t(Facts.size() - 1));
        if (BlockID &Unwind = Facts.back().Unwind)
          Unwind = Number[Unwind.index()];
      }
      for (Edge &E : B.Edges)
        E.To = Number[E.To.index()];
    }
    F.Blocks = std::move(Blocks);
    F.Facts = std::move(Facts);
  }

  Function &F;
  std::vector<bool> Live;
};

} // namespace

void fdtidy::lower::simplify(Function &F) { Simplifier(F).run(); }
