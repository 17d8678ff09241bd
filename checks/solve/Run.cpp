//===- Run.cpp - One group through one function: the worklist -------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Run.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::BlockID;
using ir::TerminatorKind;

CalleeOracle::~CalleeOracle() = default;

Run::Run(Memory &Mem, const Flow &Order, const Options &Opts,
         CalleeOracle &Callees, StepArena &Steps, ir::FunctionID Self,
         Focus Follow)
    : Mem(Mem), Order(Order), Opts(Opts), Callees(Callees), Steps(Steps),
      Self(Self), Follow(Follow), Forks(Order.forks()) {}

void Run::reset() {
  In.clear();
  Exits.Entries.clear();
  Throws.Entries.clear();
  Found = Candidates();
  Findings.clear();
  Reported.clear();
  Losses[0].clear();
  Losses[1].clear();
  Inherited[0].reset();
  Inherited[1].reset();
  Execs.clear();
  OpenEnds.clear();
  TouchedIn = {};
  Gaps.clear();
  Work.clear();
}

void Run::start() {
  // A loop that turns out to release elements is passed as a whole; what was
  // taken for granted before it was known is solved again.
  for (size_t Known = ~size_t(0); Known != loopsKnown() && !GaveUp;) {
    Known = loopsKnown();
    reset();
    Disjunct D;
    if (Follow.Which == Focus::Kind::Number) {
      HandleState H;
      H.State = Typestate::Foreign;
      H.Owner = Follow.Owner;
      H.Lo = std::numeric_limits<int64_t>::min();
      D.Handles.push_back(H);
      Acquired[0] = H;
      HandleCount = 1;
      const Symbol &Number = Mem.Symbols[Follow.Number];
      if (Number.Kind == SymbolKind::Entry) {
        D.set(Number.At, Value::handle(0, Follow.Owner));
        Names[0] = describe(D, Number.At);
      }
    }
    if (Follow.Which == Focus::Kind::Field) {
      HandleState H;
      H.Owner = Follow.Owner;
      H.State = Follow.State;
      H.Kept = true;
      H.Lo = Follow.Owner == ir::OwnerKind::Raw ? 0 : 1;
      for (const auto &[L, Is] : Follow.Known)
        if (std::optional<int64_t> Number = Is.constant())
          D.set(L, Value::constant(*Number));
        else
          D.setRange(Mem.Symbols.entry(L), Is);
      D.Handles.push_back(H);
      Acquired[0] = H;
      HandleCount = 1;
      D.set(Follow.At, Value::handle(0, Follow.Owner));
      Names[0] = describe(D, Follow.At);
    }
    goTo(BlockID(0), std::move(D));
    solve();
  }
}

void Run::start(const Run &Whole) {
  Base = &Whole;
  const BlockID Home = Order.home(Follow.Site.Fact);
  const auto Reached = Whole.In.find(Home);
  if (Reached == Whole.In.end())
    return;
  const auto &Facts = Mem.F.block(Home).Facts;
  const size_t At = llvm::find(Facts, Follow.Site.Fact) - Facts.begin();
  const ir::Fact &Fact = Mem.F.fact(Follow.Site.Fact);
  for (size_t Known = ~size_t(0); Known != loopsKnown() && !GaveUp;) {
    Known = loopsKnown();
    reset();
    Current = Home;
    for (const DisjunctSet::Entry &E : Reached->second.Entries) {
      Disjuncts Here{E.D};
      Seeding = true; // what these facts do elsewhere, the base run has done
      for (size_t I = 0; I != At; ++I) {
        Disjuncts Next;
        for (Disjunct &D : Here)
          if (transfer(D, Facts[I], Next))
            Next.push_back(std::move(D));
        meet(Next, Facts[I]);
        Here = std::move(Next);
      }
      Seeding = false;
      for (Disjunct &D : Here) {
        Disjuncts Born;
        if (Fact.Kind == ir::FactKind::Acquire)
          acquireFollowed(std::move(D), Fact, Born);
        else
          seedFromCall(D, Fact, Follow.Site.Inner, Born);
        for (Disjunct &New : Born)
          runBlock(Home, std::move(New), At + 1);
      }
    }
    solve();
  }
}

void Run::solve() {
  while (!Work.empty() && !GaveUp) {
    BlockID B = Order.order()[*Work.begin()];
    Work.erase(Work.begin());
    DisjunctSet &Set = In[B];
    for (size_t I = 0; I != Set.Entries.size(); ++I) {
      if (Set.Entries[I].Done)
        continue;
      Set.Entries[I].Done = true;
      Disjunct D = Set.Entries[I].D;
      runBlock(B, std::move(D));
    }
  }
  reportOpenEnds();
}

bool Run::isOver(const Disjunct &D) const {
  if (Follow.Which != Focus::Kind::Site)
    return false;
  for (const HandleState &H : D.Handles) {
    if (H.State == Typestate::Open &&
        (!isExempt(H) || H.Owner == ir::OwnerKind::Standard))
      return false; // what is lent is no duty, but must not be closed
    if (H.State != Typestate::Closed && H.State != Typestate::Failed)
      continue;
    unsigned Number = &H - D.Handles.begin();
    for (const auto &[L, V] : D.store())
      if (V.isHandle(Number))
        return false;
  }
  return true;
}

void Run::goTo(BlockID B, Disjunct D) {
  if (!B || isOver(D))
    return;
  if (In[B].add(std::move(D), B, Mem, Order, Opts.MaxDisjuncts))
    Work.insert(Order.position(B));
}

void Run::runBlock(BlockID B, Disjunct Start, size_t From) {
  const ir::Block &Block = Mem.F.block(B);
  // A long function without loops may visit each of its facts a few times.
  const size_t Budget =
      std::max<size_t>(Opts.MaxFactsPerRun, 8 * Mem.F.Facts.size());
  Current = B;
  Disjuncts Here{std::move(Start)};
  for (size_t I = From; I != Block.Facts.size() && !Here.empty(); ++I) {
    Disjuncts Next;
    for (Disjunct &D : Here) {
      // A fact costs what the store is large.
      Executed += 1 + D.store().size() / 4;
      if (Executed > Budget) {
        GaveUp = true;
        return;
      }
      if (!isOver(D) && transfer(D, Block.Facts[I], Next))
        Next.push_back(std::move(D));
    }
    meet(Next, Block.Facts[I]); // outcomes of several calls in a row multiply
    Here = std::move(Next);
  }
  for (Disjunct &D : Here) {
    switch (Block.Terminator) {
    case TerminatorKind::Branch: {
      bool Branches = Block.Edges.size() > 1;
      for (const ir::Edge &E : Block.Edges)
        takeEdge(B, E, D, Branches);
      break;
    }
    case TerminatorKind::Dispatch:
      dispatch(Block, std::move(D));
      break;
    case TerminatorKind::Return:
      finish(std::move(D), Block.Loc, /*Throwing=*/false);
      break;
    case TerminatorKind::Resume:
      finish(std::move(D), Block.Loc, /*Throwing=*/true);
      break;
    case TerminatorKind::Unreachable:
      break;
    }
  }
}

/// Meets \p Many as at a join, where they are more than a point may have.
void Run::meet(Disjuncts &Many, ir::FactID At) {
  if (Many.size() <= Opts.MaxDisjuncts)
    return;
  DisjunctSet Meet;
  for (Disjunct &D : Many)
    Meet.addInside(std::move(D), At, Mem, Opts.MaxDisjuncts);
  Many.clear();
  for (DisjunctSet::Entry &E : Meet.Entries)
    Many.push_back(std::move(E.D));
}

/// Whether \p E passes by what the branch that it leaves at \p From does with
/// \p Number alone, a close or a call, and goes on behind it.
static bool passesClose(const ir::Function &F, BlockID From, const ir::Edge &E,
                        ir::PlaceID Number) {
  auto IsNumber = [&](const ir::Operand &O) {
    return O.isPlace() && O.Place == Number;
  };
  return llvm::any_of(F.block(From).Edges, [&](const ir::Edge &Other) {
    if (Other.To == E.To)
      return false;
    const ir::Block &B = F.block(Other.To);
    return B.Edges.size() == 1 && B.Edges.front().To == E.To &&
           llvm::any_of(B.Facts, [&](ir::FactID ID) {
             const ir::Fact &Fact = F.fact(ID);
             return (Fact.Kind == ir::FactKind::Release &&
                     llvm::any_of(Fact.Ops, IsNumber)) ||
                    (Fact.Kind == ir::FactKind::Call &&
                     llvm::any_of(Fact.Args, IsNumber));
           });
  });
}

/// `if (Fd >= Count) close(Fd);`: what is below keeps the number that it has, as
/// one that was put there. \p C holds.
void Run::keepBelow(Disjunct &D, BlockID From, const ir::Edge &E,
                    const ir::Condition &C) {
  const Value V = Mem.value(D, C.LHS);
  HandleState &State = D.Handles[V.handle()];
  if (C.Op == ir::CompareOp::LT && State.State == Typestate::Open &&
      State.Owner == ir::OwnerKind::Raw && C.LHS.isPlace() &&
      Mem.value(D, C.RHS).isSymbol() &&
      passesClose(Mem.F, From, E, C.LHS.Place))
    State.State = Typestate::Escaped;
}

void Run::takeEdge(BlockID From, const ir::Edge &E, Disjunct D,
                   bool Branches) {
  for (const ir::Condition &C : E.Assumes)
    if (!Mem.assume(D, C))
      return;
    else if (!D.Handles.empty() && Mem.value(D, C.LHS).isHandle()) {
      foundInUse(D, C.LHS);
      keepBelow(D, From, E, C);
    } else
      meetChild(D, C);
  if (Branches && !E.Assumes.empty() && !D.Handles.empty())
    step(D, StepKind::Branch, E.Loc, {},
         &E == &Mem.F.block(From).Edges.front());
  passMapLoops(From, E.To, D);
  if (!D.Handles.empty())
    passRounds(From, E.To, D);
  goTo(E.To, std::move(D));
}

void Run::unwind(Disjunct D, const ir::Fact &Fact) {
  if (Opts.Exceptions == ThrowModel::Ignored && !D.Handles.empty())
    return;
  if (Fact.Unwind) {
    if (!D.Handles.empty())
      step(D, StepKind::Thrown, Fact.Loc,
           Fact.Callee ? Mem.M.at(Fact.Callee).Info.Display : ir::StringID());
    goTo(Fact.Unwind, std::move(D));
  } else {
    finish(std::move(D), Fact.Loc, /*Throwing=*/true);
  }
}

void Run::dispatch(const ir::Block &Block, Disjunct D) {
  bool Unknown = D.Thrown.size() == 1 && !D.Thrown.front();
  for (const ir::Edge &E : Block.Edges) {
    if (!E.Catches) {
      goTo(E.To, std::move(D));
      return;
    }
    bool All = Mem.M.text(E.Catches) == "...";
    if (All || Unknown || llvm::is_contained(D.Thrown, E.Catches)) {
      Disjunct Caught = D;
      Caught.Thrown.clear();
      if (!Caught.Handles.empty())
        step(Caught, StepKind::Branch, E.Loc);
      goTo(E.To, std::move(Caught));
      if (All || !Unknown)
        return;
    }
  }
}

void Run::finish(Disjunct D, ir::LocID At, bool Throwing) {
  if (isOver(D))
    return;
  const ir::FunctionInfo &Info = Mem.F.Info;
  if (Throwing && Info.NoExcept)
    return; // std::terminate
  if (Info.Main && !Opts.CheckMainExit)
    return;
  if (Throwing && D.Thrown.empty())
    D.Thrown.push_back({}); // a rethrow of what came in
  bool Leaves = Follow.Which != Focus::Kind::Site;
  if (Follow.Which == Focus::Kind::Field)
    step(D, StepKind::Lost, At);
  for (unsigned H = 0; H != D.Handles.size(); ++H) {
    HandleState &State = D.Handles[H];
    if (Follow.Which == Focus::Kind::Site && State.State == Typestate::Open) {
      if (survives(D, H, Throwing) || keepAsKey(D, H, /*Leaving=*/true))
        Leaves = true;
      else if (!Throwing || Opts.Exceptions == ThrowModel::Seen)
        lose(D, H, Throwing ? LossKind::Throw : LossKind::Return, At,
             lastHolder(D, H));
    } else if (State.State == Typestate::Foreign) {
      if (State.Key && !Mem.isLocal(State.Key))
        State.State = Typestate::Escaped;
    } else if (State.State == Typestate::Closed) {
      // A stale number that the caller gets: closing it again is theirs.
      for (const auto &[L, V] : D.store())
        Leaves |= V.isHandle(H) &&
                  (Mem.outlives(L) || Mem.isLeft(D, Mem.Locations.root(L)));
    }
  }
  if (Leaves)
    (Throwing ? Throws : Exits).addAtExit(std::move(D), Mem, Opts.MaxDisjuncts);
}
