//===- StaleOwner.cpp - What is left with a number that is closed ---------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/StaleOwner.h"
#include "solve/Analysis.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FunctionID;
using ir::PlaceKind;
using ir::RecordID;

namespace {
/// A place in an object that the function leaves to others.
struct Left {
  LocationID Object;
  RecordID Record;
  FieldPath Path; ///< from the object down
};
} // namespace

/// What an element of the container at \p Of, in \p D, is: as the function has
/// put it there.
static RecordID elementRecord(Memory &Mem, const Disjunct &D, LocationID Of) {
  for (const ir::Fact &Fact : Mem.F.Facts)
    if (Fact.Kind == ir::FactKind::Insert)
      for (const ir::Operand &O : llvm::ArrayRef(Fact.Ops).slice(1))
        if (O.isPlace() && Mem.F.place(O.Place).Record &&
            Mem.locate(D, Fact.Ops[0].Place) == Of)
          return Mem.F.place(O.Place).Record;
  return {};
}

/// The field \p Name of \p Of, where the function names it.
static ir::PlaceID fieldPlace(const ir::Function &F, ir::PlaceID Of,
                              uint32_t Name) {
  for (unsigned P = 0; P != F.Places.size(); ++P)
    if (const ir::Place &Place = F.Places[P];
        Place.Kind == PlaceKind::Field && Place.Parent == Of &&
        Place.Name == ir::StringID(Name))
      return ir::PlaceID(P);
  return {};
}

/// Where \p L lies in what the function leaves; no record where it lies
/// elsewhere, or behind more than fields.
static Left placeInLeft(Memory &Mem, const Disjunct &D, LocationID L) {
  Left Where;
  for (; Mem.Locations[L].Kind == LocationKind::Field;
       L = Mem.Locations[L].Parent)
    Where.Path.push_back({LocationKind::Field, Mem.Locations[L].Payload});
  std::reverse(Where.Path.begin(), Where.Path.end());
  Where.Object = L;
  const Location &Object = Mem.Locations[L];
  const ir::PlaceID P = Mem.variableOf(L);
  if (Object.Kind == LocationKind::Heap) {
    // What a callee has made bears a number that is no fact of this function's.
    if (Object.Payload < Mem.F.Facts.size() && Mem.isLeft(D, L))
      if (const ir::Fact &Made = Mem.F.Facts[Object.Payload];
          !Made.Types.empty())
        Where.Record = Mem.M.findRecord(Mem.M.text(Made.Types.front()));
  } else if (Object.Kind == LocationKind::Element) {
    if (Mem.outlives(L))
      Where.Record = elementRecord(Mem, D, Object.Parent);
  } else if (P && Mem.F.place(P).Kind == PlaceKind::Return) {
    // An optional, or another type of the library, is no record; a part of it
    // can be one.
    ir::PlaceID Part = P;
    while (Part && !Mem.F.place(Part).Record && !Where.Path.empty()) {
      Part = fieldPlace(Mem.F, Part, Where.Path.front().Payload);
      Where.Path.erase(Where.Path.begin());
    }
    if (Part)
      Where.Record = Mem.F.place(Part).Record;
  } else {
    // What `this`, a pointer or a reference led to outlives the function, but
    // for what that one destroys.
    const bool Destroys = Mem.F.Info.Role == ir::FunctionRole::Destructor;
    for (ir::PlaceID Param : llvm::ArrayRef(Mem.F.Params).drop_front(Destroys))
      if (L == Mem.Locations.object(
                   Mem.Symbols.entry(Mem.Locations.variable(Param))))
        Where.Record = Mem.F.place(Param).Record;
  }
  if (Where.Path.empty())
    Where.Record = {};
  return Where;
}

/// The object that \p Number, from elsewhere, was in when the function was
/// entered.
static LocationID homeOf(const Memory &Mem, SymbolID Number) {
  const Symbol &X = Mem.Symbols[Number];
  return X.Kind == SymbolKind::Entry ? Mem.Locations[X.At].Root : LocationID();
}

bool solve::mayBeLeft(const Run &Whole, Memory &Mem, SymbolID Number) {
  const LocationID Home = homeOf(Mem, Number);
  return llvm::any_of(Whole.Exits.Entries, [&](const DisjunctSet::Entry &Exit) {
    return llvm::any_of(Exit.D.store(), [&](const Disjunct::Cell &C) {
      return C.second.isSymbol() && C.second.symbol() == Number &&
             Mem.Locations[C.first].Root != Home &&
             placeInLeft(Mem, Exit.D, C.first).Record;
    });
  });
}

std::vector<StaleOwner> solve::staleOwners(const Run &R, Memory &Mem) {
  std::vector<StaleOwner> Result;
  // What an object held and holds no more is its class's to judge.
  const LocationID Home =
      R.number() ? homeOf(Mem, R.number()) : LocationID();
  for (const DisjunctSet::Entry &Exit : R.Exits.Entries)
    for (unsigned H = 0; H != Exit.D.Handles.size(); ++H) {
      const HandleState &State = Exit.D.Handles[H];
      if (State.State != Typestate::Closed)
        continue;
      for (const auto &[L, V] : Exit.D.store()) {
        if (!V.isHandle(H) || V.Via != State.Owner)
          continue;
        const Left Where = placeInLeft(Mem, Exit.D, L);
        if (!Where.Record || Where.Object == Home)
          continue;
        StaleOwner S;
        S.Object = Where.Record;
        S.At = Where.Path;
        S.What.Check = CheckKind::DoubleClose;
        S.What.In = R.self();
        S.What.Owner = State.Owner;
        S.What.End = State.End;
        S.What.Name = R.Names[H];
        S.What.Path = pathTo(Exit.D.Path);
        for (const Step &Of : S.What.Path)
          if (Of.Kind == StepKind::Released) {
            S.What.At = Of.Loc;
          } else if (Of.Kind == StepKind::Acquired) {
            S.What.AcquiredAt = Of.Loc;
            S.What.Callee = Of.Text;
          }
        if (!S.What.At)
          continue;
        for (const auto &[Other, Holds] : Exit.D.store())
          if (Holds.isConstant())
            if (Left Beside = placeInLeft(Mem, Exit.D, Other);
                Beside.Record && Beside.Object == Where.Object)
              S.Known.push_back({std::move(Beside.Path), Holds.Number});
        Result.push_back(std::move(S));
      }
    }
  return Result;
}

static bool startsWith(const FieldPath &Path, const FieldPath &Front) {
  return Path.size() > Front.size() &&
         std::equal(Front.begin(), Front.end(), Path.begin());
}

/// The second close: by the destructor of the object, or of the first part of
/// it on the way to the number that has one in view.
static std::optional<Finding> secondClose(const ir::Module &M, Analysis &A,
                                          const StaleOwner &S) {
  RecordID R = S.Object;
  FieldPath Front;
  FunctionID Destructor;
  for (const PathStep &Step : S.At) {
    if (!R)
      return std::nullopt;
    FunctionID D = M.at(R).Destructor;
    if (D && M.at(D).hasBody() && A.summary(D) && A.summary(D)->Known) {
      Destructor = D;
      break;
    }
    const auto &Fields = M.at(R).Fields;
    auto Field = llvm::find_if(Fields, [&](const ir::FieldInfo &F) {
      return F.Name == ir::StringID(Step.Payload);
    });
    if (Field == Fields.end())
      return std::nullopt;
    R = Field->Record;
    Front.push_back(Step);
  }
  if (!Destructor)
    return std::nullopt;
  Memory &Theirs = *A.summary(Destructor)->Tables;
  auto There = [&](const FieldPath &Path) {
    return memberLocation(Theirs,
                          FieldPath(Path.begin() + Front.size(), Path.end()));
  };
  KnownFields Known;
  for (const auto &[Path, Number] : S.Known)
    if (startsWith(Path, Front))
      if (LocationID L = There(Path))
        Known.push_back({L, Range::only(Number)});
  const LocationID At = There(S.At);
  if (!At)
    return std::nullopt;
  std::unique_ptr<Run> End =
      A.follow(Destructor, At, S.What.Owner, Typestate::Closed, Known);
  auto Second = llvm::find_if(End->Findings, [](const Finding &X) {
    return X.Check == CheckKind::DoubleClose;
  });
  const bool Spared = llvm::any_of(End->Exits.Entries, [](const auto &X) {
    return X.D.Handles[0].State == Typestate::Closed;
  });
  if (End->GaveUp || Spared || Second == End->Findings.end())
    return std::nullopt;
  return *Second;
}

std::vector<Finding> solve::judgeStaleOwners(const ir::Module &M, Analysis &A,
                                             llvm::ArrayRef<StaleOwner> All) {
  std::vector<Finding> Result;
  for (const StaleOwner &S : All) {
    // Of several ways to the same loss one is told.
    if (llvm::any_of(Result, [&](const Finding &F) {
          return F.At == S.What.At && F.AcquiredAt == S.What.AcquiredAt &&
                 F.Name == S.What.Name;
        }))
      continue;
    std::optional<Finding> Second = secondClose(M, A, S);
    if (!Second)
      continue;
    Finding F = S.What;
    F.Path.push_back({StepKind::Released, Second->At, Second->Closer});
    F.Closer = Second->Closer;
    F.Again = true;
    Result.push_back(std::move(F));
  }
  return Result;
}
