//===- Rounds.cpp - What each round of a loop does to a handle ------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A handle that comes to a loop open and that each round of it releases or hands
// on is the loop's to deal with: `for (i = 0; i < workers; ++i) give(fd);`. That
// there is no round at all is no path that its author has to think of, where
// nothing but the count says so.
//===----------------------------------------------------------------------===//
#include "solve/Run.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::BlockID;

/// Whether the handle was there before the loop of \p Header.
bool Run::precedesLoop(BlockID Header) const {
  return Follow.Which == Focus::Kind::Site &&
         !Order.inLoop(Order.home(Follow.Site.Fact), Header);
}

/// Notes \p What of a variable that holds handle \p H. A lesson counts only where
/// it changes what is passed.
void Run::noteRound(const Disjunct &D, unsigned H, BlockID Header,
                    uint8_t What) {
  for (const auto &[L, V] : D.store()) {
    if (!V.isHandle(H) || !Mem.isLocal(L))
      continue;
    uint8_t &Known = Rounds[{Header, L}];
    if (Known & What)
      continue;
    if (What == EndsHandle ? Known == 0 : (Known & EndsHandle) != 0)
      ++LoopLessons;
    Known |= What;
  }
}

void Run::noteEnd(const Disjunct &D, unsigned H) {
  if (D.Handles[H].State != Typestate::Open)
    return;
  for (BlockID Header : Order.loops(Current))
    if (precedesLoop(Header))
      noteRound(D, H, Header, EndsHandle);
}

/// Whether \p B only compares: no call in it tells whether there is a round.
static bool onlyCompares(const ir::Function &F, BlockID B) {
  return llvm::all_of(F.block(B).Facts, [&](ir::FactID ID) {
    const ir::FactKind Kind = F.fact(ID).Kind;
    return Kind == ir::FactKind::Assign || Kind == ir::FactKind::Compute ||
           Kind == ir::FactKind::EndTemps;
  });
}

void Run::passRounds(BlockID From, BlockID To, Disjunct &D) {
  if (Order.isHeader(To) && Order.inLoop(From, To) && precedesLoop(To))
    for (unsigned H = 0; H != D.Handles.size(); ++H)
      if (D.Handles[H].State == Typestate::Open)
        noteRound(D, H, To, KeepsHandle);
  if (!Order.isHeader(From) || Order.inLoop(To, From) || !precedesLoop(From) ||
      !onlyCompares(Mem.F, From))
    return;
  for (const auto &[L, V] : D.store()) {
    if (!V.isHandle() || D.Handles[V.handle()].State != Typestate::Open)
      continue;
    const auto It = Rounds.find({From, L});
    if (It != Rounds.end() && It->second == EndsHandle)
      D.Handles[V.handle()].State = Typestate::Escaped;
  }
}
