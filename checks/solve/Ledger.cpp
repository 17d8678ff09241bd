//===- Ledger.cpp - What a class does to its handles ----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/Ledger.h"
#include "solve/Analysis.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FactKind;
using ir::FunctionID;
using ir::PlaceKind;
using ir::RecordID;

FieldPath solve::withoutIndices(FieldPath Path) {
  llvm::erase_if(Path, [](const PathStep &Step) {
    return Step.Kind == LocationKind::Index ||
           Step.Kind == LocationKind::AnyIndex;
  });
  return Path;
}

bool solve::goesThroughPointer(const FieldPath &Path) {
  return llvm::any_of(Path, [](const PathStep &Step) {
    return Step.Kind == LocationKind::Object;
  });
}

bool solve::goesThroughElement(const FieldPath &Path) {
  return llvm::any_of(Path, [](const PathStep &Step) {
    return Step.Kind == LocationKind::Element;
  });
}

/// The path of \p L from an object that a parameter points to, and which.
/// \p End, if given, says how the function ends: a record that it has made is
/// found by who points to it.
static FieldPath pathFromParameter(const Memory &Mem, LocationID L,
                                   ir::PlaceID &Parameter,
                                   const Disjunct *End) {
  constexpr unsigned MaxSteps = 6; // the nodes of a list are one
  FieldPath Path;
  while (Path.size() < MaxSteps) {
    for (; Mem.Locations[L].Parent; L = Mem.Locations[L].Parent) {
      const Location &X = Mem.Locations[L];
      Path.insert(Path.begin(),
                  {X.Kind, X.Kind == LocationKind::AnyIndex ? 0 : X.Payload});
    }
    const Location &Root = Mem.Locations[L];
    LocationID From;
    if (Root.Kind == LocationKind::Object) {
      const Symbol &S = Mem.Symbols[SymbolID(Root.Payload)];
      if (S.Kind != SymbolKind::Entry)
        return {};
      From = S.At;
    } else if (Root.Kind == LocationKind::Heap && End) {
      for (const auto &[At, V] : End->store())
        if (V == Value::address(L) && Mem.outlives(At) && !From)
          From = At;
    }
    if (!From)
      return {};
    if (ir::PlaceID P = Mem.variableOf(From);
        P && !Mem.Locations[From].Parent) {
      Parameter = P;
      return llvm::is_contained(Mem.F.Params, P) ? Path : FieldPath();
    }
    L = From;
    Path.insert(Path.begin(), {LocationKind::Object, 0});
  }
  return {};
}

FieldPath solve::pathIn(const Memory &Mem, LocationID L, RecordID R,
                        const Disjunct *End) {
  ir::PlaceID P;
  FieldPath Path = pathFromParameter(Mem, L, P, End);
  return !Path.empty() && Mem.F.place(P).Record == R ? Path : FieldPath();
}

FieldPath solve::memberPath(const Memory &Mem, LocationID L) {
  ir::PlaceID P;
  FieldPath Path = pathFromParameter(Mem, L, P, nullptr);
  return !Path.empty() && P == Mem.F.Params.front() ? Path : FieldPath();
}

LocationID solve::memberLocation(Memory &Mem, const FieldPath &Path,
                                 unsigned Parameter) {
  if (Parameter >= Mem.F.Params.size())
    return {};
  LocationID L = Mem.object(
      Mem.Symbols.entry(Mem.Locations.variable(Mem.F.Params[Parameter])));
  for (const PathStep &Step : Path)
    if (L)
      L = Step.Kind == LocationKind::Object
              ? Mem.object(Mem.Symbols.entry(L))
              : Mem.Locations.project(Step.Kind, L, Step.Payload);
  return L;
}

/// The closer of the number at \p From, which parameter \p P, an object, was given
/// with, if its destructor would have released it and \p S does not.
static std::optional<ir::OwnerKind> takenFrom(Analysis &A, const Summary &S,
                                              ir::PlaceID P, LocationID From) {
  const Memory &Mem = *S.Tables;
  const ir::Place &Given = Mem.F.place(P);
  if (Given.Type != ir::ValueType::Record || !Given.Record ||
      llvm::any_of(S.Entries, [&](const EntryGroup &G) {
        return Mem.Symbols[G.Number].At == From;
      }))
    return std::nullopt;
  FieldPath In;
  for (LocationID L = From; Mem.Locations[L].Parent; L = Mem.Locations[L].Parent)
    In.insert(In.begin(), {Mem.Locations[L].Kind, Mem.Locations[L].Payload});
  const FunctionID Destructor = Mem.M.at(Given.Record).Destructor;
  const Summary *D = Destructor ? A.summary(Destructor) : nullptr;
  if (!D || !D->Known)
    return std::nullopt;
  for (const EntryGroup &G : D->Entries)
    if (memberPath(*D->Tables, D->Tables->Symbols[G.Number].At) == In)
      return G.Owner;
  return std::nullopt;
}

/// Notes what constructors and copies do with numbers that they do not open.
static void addAdoptions(Ledger &Into, Analysis &A, FunctionID F,
                         const Summary &S, RecordID R) {
  const Memory &Mem = *S.Tables;
  const ir::FunctionRole Role = Mem.F.Info.Role;
  const bool Moves = Role == ir::FunctionRole::MoveConstructor ||
                     Role == ir::FunctionRole::MoveAssignment;
  const bool Copies = Moves || Role == ir::FunctionRole::CopyConstructor ||
                      Role == ir::FunctionRole::CopyAssignment;
  if (Mem.F.Info.Record != R ||
      (Role != ir::FunctionRole::Constructor && !Copies))
    return;
  auto Add = [&](std::vector<FunctionID> &To) {
    if (!llvm::is_contained(To, F))
      To.push_back(F);
  };
  // The number itself, or a flag beside it that says who owns. What is called on an
  // object of the library, an atomic say, is not seen.
  const bool HidesFlag =
      llvm::any_of(Mem.M.at(R).Fields, [](const ir::FieldInfo &Field) {
        return Field.Type == ir::ValueType::Record && !Field.Record;
      });
  auto IsChanged = [&](const Disjunct &End, LocationID Source) {
    return llvm::any_of(End.store(), [&](const Disjunct::Cell &C) {
      return Mem.Locations.root(C.first) == Source &&
             !Mem.isKept(C.first, C.second);
    });
  };
  for (const Outcome &O : S.Base)
    for (const auto &[L, V] : O.At.store()) {
      FieldPath Path = memberPath(Mem, L);
      if (O.Throws || Path.empty() || !V.isSymbol() ||
          Mem.Symbols[V.symbol()].Kind != SymbolKind::Entry)
        continue;
      const LocationID From = Mem.Symbols[V.symbol()].At;
      ir::PlaceID P = Mem.variableOf(From);
      if (Copies && !P && pathIn(Mem, From, R) == Path && From != L &&
          !(Moves && (HidesFlag || IsChanged(O.At, Mem.Locations.root(From)))))
        Add(Into.Fields[Path].Sharers);
      else if (!Copies && P && Mem.F.place(P).Kind == PlaceKind::Param &&
               Mem.F.place(P).Type == ir::ValueType::Int)
        Add(Into.Fields[Path].Adopters);
      else if (!Copies && P && Mem.F.place(P).Kind == PlaceKind::Param)
        if (std::optional<ir::OwnerKind> Owner = takenFrom(A, S, P, From)) {
          Add(Into.Fields[Path].Takers);
          Into.Fields[Path].Owner = *Owner;
        }
    }
}

/// Keeps of the flags of \p E what holds at \p End, too.
static void addFlags(FieldEntry &E, const Memory &Mem, const Disjunct &End,
                     RecordID R) {
  FieldFlags Here;
  for (const auto &[L, V] : End.store())
    if (const Range Is = V.isConstant() || V.isSymbol() ? Mem.range(End, V)
                                                        : Range();
        !Is.isFull())
      if (FieldPath Path = pathIn(Mem, L, R, &End); !Path.empty())
        Here.emplace(std::move(Path), Is);
  if (!E.Flags) {
    E.Flags = std::move(Here);
    return;
  }
  FieldFlags Both;
  for (const auto &[Path, Is] : *E.Flags)
    if (auto It = Here.find(Path); It != Here.end())
      if (const Range Either = Range::hull(Is, It->second); !Either.isFull())
        Both.emplace(Path, Either);
  E.Flags = std::move(Both);
}

static void addAcquisitions(Ledger &Into, FunctionID F, const Summary &S,
                            RecordID R) {
  const Memory &Mem = *S.Tables;
  for (const AcquiredGroup &G : S.Acquired)
    for (const Outcome &O : G.Outcomes) {
      if (O.Throws)
        continue;
      for (const auto &[L, V] : O.At.store()) {
        if (!V.isHandle() || O.At.Handles[V.handle()].State != Typestate::Open)
          continue;
        FieldPath Path = pathIn(Mem, L, R, &O.At);
        if (Path.empty())
          continue;
        FieldEntry &E = Into.Fields[Path];
        E.Owner = V.Via;
        addFlags(E, Mem, O.At, R);
        // Who else has the number may close it, and nobody tells which one it is.
        E.Lent |= goesThroughElement(Path) &&
                  llvm::any_of(O.At.store(), [&, L = L, V = V](const auto &C) {
                    return C.first != L && C.second == V &&
                           Mem.outlives(C.first);
                  });
        auto By = llvm::find_if(E.Acquirers, [&](const auto &Acquirer) {
          return Acquirer.In == F && Acquirer.At == G.Loc;
        });
        if (By == E.Acquirers.end())
          By = E.Acquirers.insert(By, {F, G.Loc, G.Callee});
        By->Returned &= llvm::any_of(O.At.store(), [&, V = V](const auto &C) {
          const ir::PlaceID P = Mem.variableOf(C.first);
          return C.second == V && P && Mem.F.place(P).Kind == PlaceKind::Return;
        });
      }
    }
}

static void addReleases(Ledger &Into, Analysis &A, FunctionID F,
                        const Summary &S, RecordID R) {
  const Memory &Mem = *S.Tables;
  for (const EntryGroup &G : S.Entries) {
    FieldPath Path = pathIn(Mem, Mem.Symbols[G.Number].At, R);
    if (Path.empty())
      continue;
    A.complete(F, &G - S.Entries.data());
    bool Releases = llvm::any_of(G.Outcomes, [](const Outcome &O) {
      return llvm::any_of(O.At.Handles, [](const HandleState &H) {
        return H.State == Typestate::Closed || H.State == Typestate::Escaped;
      });
    });
    if (Releases)
      Into.Fields[Path].Releasers.push_back(F);
  }
  for (SymbolID Gone : S.Escaping)
    if (FieldPath Path = pathIn(Mem, Mem.Symbols[Gone].At, R); !Path.empty()) {
      Into.Fields[Path].Lent = true;
      Into.Shown.insert(Path);
    }
  // An object that closes numbers of which nobody knows where they are from
  // closes its elements by number.
  if (S.ReleasesStrangers &&
      (Mem.F.Info.Record == R || llvm::any_of(Mem.F.Places, [&](const auto &P) {
         return P.Record == R;
       })))
    Into.ClosesByNumber = true;
  auto NoteValue = [&](Value V) {
    if (V.isAddress() || V.isCopy())
      if (FieldPath Path = pathIn(Mem, V.location(), R); !Path.empty())
        Into.Shown.insert(Path);
    if (V.isSymbol() && Mem.Symbols[V.symbol()].Kind == SymbolKind::Entry)
      if (FieldPath Path = pathIn(Mem, Mem.Symbols[V.symbol()].At, R);
          !Path.empty())
        Into.Fields[Path].Lent = true;
  };
  for (const Outcome &O : S.Base)
    for (const auto &[L, V] : O.At.store())
      if (pathIn(Mem, L, R).empty())
        NoteValue(V); // returned, or stored somewhere else
}

/// A function that is no member of \p R names an element of an object of \p R.
static void noteContainer(Ledger &Book, const ir::Function &F,
                          const ir::Operand &O, RecordID R) {
  if (!O.isPlace())
    return;
  for (ir::PlaceID P = O.Place; F.place(P).Parent; P = F.place(P).Parent)
    if (F.place(P).Kind == PlaceKind::Field &&
        F.place(F.place(P).Parent).Record == R)
      Book.Shown.insert(
          {PathStep{LocationKind::Field, F.place(P).Name.index()}});
}

/// Elements whose container others reach, or that go by their numbers.
static void lendElements(Ledger &Book) {
  for (auto &[Path, E] : Book.Fields) {
    if (!goesThroughElement(Path))
      continue;
    E.Lent |= Book.ClosesByNumber ||
              llvm::any_of(Book.Shown, [&, &Path = Path](const FieldPath &Of) {
                return Of.size() <= Path.size() &&
                       std::equal(Of.begin(), Of.end(), Path.begin());
              });
  }
}

Ledger solve::origins(Analysis &A, RecordID R) {
  Ledger Result;
  for (FunctionID F : A.mentioning(R))
    if (const Summary *S = A.summary(F); S && S->Known) {
      addAcquisitions(Result, F, *S, R);
      addAdoptions(Result, A, F, *S, R);
    }
  return Result;
}

Ledger solve::ledger(const ir::Module &M, Analysis &A, RecordID R) {
  Ledger Result = origins(A, R);
  for (FunctionID F : A.mentioning(R))
    if (const Summary *S = A.summary(F); S && S->Known)
      addReleases(Result, A, F, *S, R);
  // What a function does to an object of its own is no part of its summary.
  for (FunctionID ID : A.mentioning(R)) {
    const ir::Function &F = M.at(ID);
    auto Field = [&](const ir::Operand &O) -> FieldEntry * {
      if (!O.isPlace() || F.place(O.Place).Kind != PlaceKind::Field)
        return nullptr;
      if (F.place(F.place(O.Place).Parent).Record != R)
        return nullptr;
      auto It = Result.Fields.find(
          {PathStep{LocationKind::Field, F.place(O.Place).Name.index()}});
      return It == Result.Fields.end() ? nullptr : &It->second;
    };
    for (const ir::Fact &Fact : F.Facts)
      switch (Fact.Kind) {
      case FactKind::Release:
      case FactKind::Transfer:
        if (FieldEntry *E = Field(Fact.Ops[0]))
          E->Releasers.push_back(ID);
        else if (F.Info.Record != R)
          noteContainer(Result, F, Fact.Ops[0], R);
        break;
      case FactKind::Escape:
      case FactKind::Insert:
      case FactKind::Assign:
      case FactKind::Move:
      case FactKind::Call:
        // A closure that only reads what it captures is no owner.
        if (Fact.Dst && F.place(Fact.Dst).Kind == PlaceKind::Field &&
            F.place(F.place(Fact.Dst).Parent).Record &&
            A.onlyReads(F.place(F.place(Fact.Dst).Parent).Record,
                        F.place(Fact.Dst).Name))
          break;
        // Whoever reads the number may be its real owner.
        for (const ir::Operand &O : Fact.Ops)
          if (FieldEntry *E = Field(O))
            E->Lent = true;
        for (const ir::Operand &O : Fact.Args)
          if (FieldEntry *E = Field(O))
            E->Lent = true;
        break;
      default:
        break;
      }
  }
  lendElements(Result);
  return Result;
}
