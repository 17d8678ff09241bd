//===- Call.cpp - What a call does to a disjunct --------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/CallMapper.h"
#include "solve/Run.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::Operand;

bool Run::call(Disjunct &D, const ir::Fact &Fact, Disjuncts &Out) {
  ir::FunctionID Callee = Fact.Callee;
  if (!Callee && !Fact.Ops.empty())
    if (Value V = Mem.value(D, Fact.Ops[0]); V.isFunction())
      Callee = V.function();
  const Summary *S = Callee ? Callees.summary(Callee) : nullptr;
  if (Fact.StartsThread) {
    if (S && S->Known)
      readInThread(D, Fact, *S);
    return startThread(D, Fact, Callee, Out);
  }
  if (!S || !S->Known)
    return callUnknown(D, Fact, Callee);
  if (Follow.Which == Focus::Kind::Base && !Seeding)
    for (unsigned I = 0; I != S->Acquired.size(); ++I)
      Found.Sites.insert({ir::FactID(factIndex(Fact)), I});
  // What an earlier round's call made is not what this one finds or makes.
  forgetDefinitions(D, factIndex(Fact));
  if (holdsElements(D)) {
    llvm::SmallVector<Value, 4> Released;
    for (const EntryGroup &G : S->Entries)
      Released.push_back(CallMapper(*this, D, Fact, *S).symbol(G.Number));
    for (Value V : Released)
      escapeElements(D, V, Fact);
  }
  callKnown(D, Fact, Callee, *S, Out);
  return false;
}

/// Adds what tells which of many elements \p O lies in: where its index is. False
/// where a pointer or an iterator leads there.
bool Run::addIndices(const Disjunct &D, const Operand &O,
                     llvm::SmallVectorImpl<Value> &Indices) {
  bool Any = false;
  for (ir::PlaceID At = O.isPlace() ? O.Place : ir::PlaceID(); At;) {
    const ir::Place &P = Mem.F.place(At);
    const LocationID Up = P.Parent ? Mem.locate(D, P.Parent) : LocationID();
    if (P.Kind == ir::PlaceKind::Element)
      return false;
    if (P.Kind == ir::PlaceKind::Pointee) {
      const LocationID To = Mem.locate(D, At);
      if (To && Mem.Locations.isOneOfMany(To) &&
          !(Up && Mem.Locations.isOneOfMany(Up)))
        return false;
    }
    if (P.Kind == ir::PlaceKind::AnyIndex) {
      const LocationID By = P.IndexBy ? Mem.locate(D, P.IndexBy) : LocationID();
      if (!By)
        return false;
      Indices.push_back(Value::address(By)); // until something is written there
      Any = true;
    }
    At = P.Parent;
  }
  return Any;
}

/// What an unseen callee says, as a symbol that the same question has got before;
/// invalid where that is nobody's guess.
SymbolID Run::answer(Disjunct &D, const ir::Fact &Fact,
                     ir::FunctionID Callee) {
  using Kind = Questions::Kind;
  const ir::FactID ID(factIndex(Fact));
  if (!Callee || !Fact.Dst)
    return {};
  // A caller may ask a pure one again, by the same predicate.
  const bool Pure = Mem.M.at(Callee).Info.Pure;
  const Kind Needed = Pure ? Kind::Plain : Kind::Truth;
  const bool Again = Order.questions().askedAgain(ID) >= Needed;
  if (!Pure && !Again && Order.questions().asked(ID) < Needed)
    return {};
  llvm::SmallVector<Value, 4> Args;
  for (const Operand &O : Fact.Args) {
    const Value V = Mem.value(D, O);
    switch (V.Which) {
    case Value::Kind::Symbol: { // of many elements it may be another one's
      const LocationID At = Mem.Symbols[V.symbol()].At;
      if (At && Mem.Locations.isOneOfMany(At) && !addIndices(D, O, Args))
        return {};
      break;
    }
    case Value::Kind::Address: { // a variable here is what the callee writes to
      const ir::PlaceID P = Mem.variableOf(V.location());
      if (!P || Mem.F.place(P).Kind != ir::PlaceKind::Global)
        return {};
      break;
    }
    case Value::Kind::Constant:
    case Value::Kind::Function:
      break;
    default:
      return {};
    }
    Args.push_back(V);
  }
  const SymbolID S = Mem.Symbols.answer(Callee, Args);
  if (!Again)
    D.setRange(S, Range());
  return S;
}

bool Run::callUnknown(Disjunct &D, const ir::Fact &Fact,
                      ir::FunctionID Callee) {
  const bool Borrows = Callee && Mem.M.at(Callee).Info.Borrows;
  // `execv(…); fatal("…");`: who does not declare that it ends the process is
  // not gone past, to where the parent's code may stand.
  if (D.ExecFailed && !Borrows && !Fact.Dst)
    return false;
  const std::string Cause =
      "unknown callee" +
      (Callee ? " '" + Mem.M.text(Mem.M.at(Callee).Info.Display).str() + "'"
              : std::string());
  forgetDefinitions(D, factIndex(Fact));
  const SymbolID Answer = answer(D, Fact, Callee);
  // Who has given the pointer may know the object, and open it again.
  if (LocationID L = behindResult();
      L && !Borrows && D.Handles[0].State == Typestate::Closed)
    D.set(L, {});
  // It may close whatever it wants, or see to what an exec does.
  if (!Borrows && !Fact.StartsThread)
    sweep(D, /*InLoop=*/false);
  for (unsigned I = 0; !Borrows && I != Fact.Args.size(); ++I) {
    const Operand &O = Fact.Args[I];
    Value V = Mem.value(D, O);
    bool Kept = Opts.Unknown == UnknownCallee::Escape ||
                (Opts.Unknown == UnknownCallee::Evidence &&
                 !Callees.borrows(Mem.F, Fact, Callee, I));
    seeTo(D, V);
    touch(D, V);
    if (Fact.NoReturn)
      continue;
    if (V.isHandle() || V.isSymbol()) {
      if (V.isHandle() && D.Handles[V.handle()].State == Typestate::Closed)
        continue; // a mere number, as far as anyone can see
      if (Kept && V.isSymbol() && O.isPlace() &&
          Mem.F.place(O.Place).Type == ir::ValueType::Int)
        escapeElements(D, V, Fact);
      if (Kept || V.isSymbol())
        escape(D, V, Fact, /*Havoc=*/true, Cause);
    } else if (V.isAddress()) {
      escape(D, V, Fact, /*Havoc=*/true, Cause);
    }
    if (O.isPlace() && Mem.F.place(O.Place).Type == ir::ValueType::Record)
      if (LocationID L = Mem.locate(D, O.Place))
        escapeBelow(D, L, Fact, /*Havoc=*/false, Cause);
  }
  if (Fact.MayThrow) {
    Disjunct Threw = D;
    Threw.Thrown.assign(1, ir::StringID());
    unwind(std::move(Threw), Fact);
  }
  if (Fact.NoReturn)
    return false;
  if (Fact.Dst)
    define(D, Fact.Dst);
  if (LocationID L = Answer ? Mem.locate(D, Fact.Dst) : LocationID())
    write(D, L, Value::symbol(Answer));
  return true;
}

void Run::callKnown(const Disjunct &D, const ir::Fact &Fact,
                    ir::FunctionID Callee, const Summary &S, Disjuncts &Out) {
  Disjunct Told = D;
  // Which of the callee's numbers are handles of ours?
  llvm::SmallVector<std::pair<unsigned, const EntryGroup *>, 2> Bound;
  llvm::SmallVector<unsigned, 2> Escaped;
  {
    CallMapper Map(*this, D, Fact, S);
    for (unsigned H = 0; H != D.Handles.size(); ++H)
      for (const EntryGroup &G : S.Entries)
        if (Map.symbol(G.Number).isHandle(H)) {
          Callees.complete(Callee, &G - S.Entries.data());
          Bound.push_back({H, &G});
        }
    // A callee that finds among many elements what it was also given by number
    // releases one or the other: which, it knows better.
    auto IsWeak = [&](const auto &B) {
      LocationID L = S.Tables->Symbols[B.second->Number].At;
      return L && S.Tables->Locations.isOneOfMany(L);
    };
    for (unsigned H = 0; H != D.Handles.size(); ++H) {
      auto IsOurs = [&](const auto &B) { return B.first == H; };
      if (llvm::count_if(Bound, IsOurs) < 2 ||
          llvm::none_of(Bound, [&](auto &B) { return IsOurs(B) && IsWeak(B); }))
        continue;
      llvm::erase_if(Bound, IsOurs);
      Escaped.push_back(H);
    }
    for (SymbolID Gone : S.Escaping) {
      // An object by value goes with what is in it.
      if (LocationID L = Map.location(S.Tables->Symbols[Gone].At))
        for (const auto &[At, V] : D.store())
          if (At != L && Mem.Locations.isUnder(At, L)) {
            if (V.isHandle())
              Escaped.push_back(V.handle());
            else if (V.isSymbol() && Follow.Which == Focus::Kind::Base &&
                     !Seeding)
              Found.Escaping.insert(V.symbol());
          }
      if (Value V = Map.symbol(Gone); V.isHandle()) {
        bool Followed = llvm::any_of(
            Bound, [&](auto &B) { return B.second->Number == Gone; });
        if (!Followed)
          Escaped.push_back(V.handle());
      } else if (V.isSymbol() && Follow.Which == Focus::Kind::Base &&
                 !Seeding) {
        Found.Escaping.insert(V.symbol());
      }
    }
    if (Follow.Which == Focus::Kind::Base && !Seeding)
      for (const EntryGroup &G : S.Entries)
        if (Value V = Map.symbol(G.Number); V.isSymbol()) {
          // What lies out of view later is not known here: not that one's run.
          if (Mem.isOutOfView(V.symbol()))
            Found.Escaping.insert(V.symbol());
          else
            meetRelease(V, G.Owner);
        }
    for (SymbolID Number : S.SeenTo)
      seeTo(Told, Map.symbol(Number));
    // What a variadic callee does with the rest, it does through text.
    for (unsigned I = Mem.M.at(Callee).Params.size(); I < Fact.Args.size(); ++I)
      seeTo(Told, Mem.value(D, Fact.Args[I]));
  }
  execInCallee(Told, Fact, S, Bound);
  drainedInCallee(Told, Fact, S, Bound);
  const std::vector<Outcome> &First =
      Bound.empty() ? S.Base : Bound.front().second->Outcomes;
  auto Finish = [&](Disjunct New, const Outcome &O) {
    if (O.Throws)
      unwind(std::move(New), Fact);
    else if (!Fact.NoReturn)
      Out.push_back(std::move(New));
  };
  for (const Outcome &O : First) {
    Disjuncts Now{Told};
    // The outcomes for further handles only add what becomes of these: first,
    // for what this one writes may end a number that they have released.
    for (unsigned I = 1; I < Bound.size(); ++I) {
      auto [H, Group] = Bound[I];
      Disjuncts Next;
      for (Disjunct &Have : Now)
        for (const Outcome &Also : Group->Outcomes) {
          if (Also.Throws != O.Throws)
            continue;
          Disjunct New = Have;
          CallMapper Map(*this, D, Fact, S);
          Map.bind(0, H, Group->Owner);
          ++Executed;
          if (Map.applyState(New, Also))
            Next.push_back(std::move(New));
        }
      Now = std::move(Next);
      meet(Now, ir::FactID(factIndex(Fact)));
    }
    for (Disjunct &New : Now) {
      CallMapper Map(*this, D, Fact, S);
      Map.Escaped = Escaped;
      if (!Bound.empty())
        Map.bind(0, Bound.front().first, Bound.front().second->Owner);
      // An outcome costs what it and the store are large.
      Executed += 1 + (O.At.store().size() + D.store().size()) / 4;
      if (Map.apply(New, O))
        Finish(std::move(New), O);
    }
  }
}

/// The acquisition itself, where wrappers call one another; null if that is too
/// deep to be told, or of a function that calls itself.
const AcquiredGroup *Run::innermost(const Summary &S, const AcquiredGroup &G) {
  const Summary *In = &S;
  const AcquiredGroup *At = &G;
  for (unsigned Depth = 0; Depth != 8; ++Depth) {
    const ir::Fact &Fact = In->Tables->F.fact(At->Site);
    if (Fact.Kind == ir::FactKind::Acquire)
      return At;
    In = Fact.Callee ? Callees.summary(Fact.Callee) : nullptr;
    if (!In || At->Inner >= In->Acquired.size())
      return nullptr;
    At = &In->Acquired[At->Inner];
  }
  return nullptr;
}

void Run::seedFromCall(const Disjunct &D, const ir::Fact &Fact, unsigned Inner,
                       Disjuncts &Out) {
  CurrentFact = factIndex(Fact);
  ir::FunctionID Callee = Fact.Callee;
  if (!Callee && !Fact.Ops.empty())
    if (Value V = Mem.value(D, Fact.Ops[0]); V.isFunction())
      Callee = V.function();
  const Summary *S = Callee ? Callees.summary(Callee) : nullptr;
  if (!S || !S->Known || Inner >= S->Acquired.size())
    return;
  const AcquiredGroup &G = S->Acquired[Inner];
  const AcquiredGroup *Opener = innermost(*S, G);
  for (const Outcome &O : G.Outcomes) {
    Disjunct New = D;
    New.In = World::Same;
    New.Swept = New.IsParent = false;
    CallMapper Map(*this, D, Fact, *S);
    for (const HandleState &H : O.At.Handles) {
      unsigned Number = New.Handles.size();
      New.Handles.push_back(H);
      New.Handles.back().Kept = false;
      New.Handles.back().ReleasedAt = {};
      New.Handles.back().Used = false;
      knowFlags(New, New.Handles.back(), Map);
      if (H.AtLeast)
        Mem.knowMinimum(New, New.Handles.back(), Map.symbol(H.AtLeast));
      Acquired[Number] = H;
      HandleCount = std::max(HandleCount, Number + 1);
      Map.bind(Number, Number);
    }
    step(New, StepKind::Acquired, Fact.Loc,
         Mem.M.at(Callee).Info.Display);
    if (Opener && Opener->Loc)
      step(New, StepKind::Inside, Opener->Loc, Opener->Callee);
    if (!Map.apply(New, O, /*Seed=*/true))
      continue;
    Mem.presume(New); // what the callee found on its way, too
    for (unsigned H = 0; H != New.Handles.size(); ++H) {
      HandleState &State = New.Handles[H];
      if (State.State != Typestate::Open)
        continue;
      if (!New.isHeld(H)) {
        State.State = Typestate::Escaped; // in a global of another function
        continue;
      }
      for (const auto &[L, V] : New.store()) {
        ir::PlaceID P = Mem.variableOf(L);
        if (V.isHandle(H) &&
            !(P && Mem.F.place(P).Kind == ir::PlaceKind::Temp)) {
          State.Kept = true;
          if (Names[H].empty())
            Names[H] = holder(New, L);
        }
      }
    }
    // Element 0 is the array's own location.
    if (HandleCount == 2 && !Names[0].empty() && Names[1] == Names[0] + "[1]")
      Names[0] += "[0]";
    if (O.Throws)
      unwind(std::move(New), Fact);
    else if (!Fact.NoReturn)
      Out.push_back(std::move(New));
  }
}
