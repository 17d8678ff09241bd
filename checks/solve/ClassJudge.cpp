//===- ClassJudge.cpp - Verdicts on classes that own handles --------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/ClassJudge.h"
#include "llvm/ADT/Twine.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FunctionID;
using ir::FunctionRole;
using ir::RecordID;

std::vector<std::pair<FunctionID, Finding>> ClassJudge::judge(RecordID R) {
  Result.clear();
  Reported.clear();
  Told.clear();
  const ir::Record &Record = M.at(R);
  const bool Annotated = llvm::any_of(
      Record.Fields, [](const ir::FieldInfo &F) { return F.Owns; });
  bool Matters = llvm::any_of(Record.Methods, [&](FunctionID F) {
    return (Annotated || A.concerns(F)) && hasBody(F);
  });
  const bool Judged = Record.AllBodiesInView && Matters;
  if (!Judged && !mayRestart(R))
    return {};
  Book = ledger(M, A, R);
  for (const auto &[Path, E] : Book.Fields)
    judgeRestarts(R, Path, E);
  if (!Judged)
    return std::move(Result);
  for (const ir::FieldInfo &Field : Record.Fields)
    if (Field.Owns) // whoever opens it
      Book.Fields.try_emplace(
          FieldPath{PathStep{LocationKind::Field, Field.Name.index()}});
  const bool Dies = mayDie(R);
  for (const auto &[Path, E] : Book.Fields) {
    const ir::FieldInfo *Field = ownField(R, Path);
    if (Field && Field->Borrows) {
      judgeBorrowed(R, Path, E);
      continue;
    }
    judgeCopies(R, Path, E);
    if (!Dies || (goesThroughElement(Path) && E.Lent))
      continue;
    judgeMethods(R, Path, E);
    if ((isOwned(R, E) || (Field && Field->Owns)) && !isReported(Path))
      judgeDestruction(R, Path, E);
  }
  return std::move(Result);
}

/// Whether a member acquires the field, or adopts it: keeps what a constructor
/// was given, as a number or in an owner, shows it to nobody, and some other
/// member releases it.
bool ClassJudge::isOwned(RecordID R, const FieldEntry &E) const {
  auto IsMember = [&](FunctionID F) { return M.at(F).Info.Record == R; };
  return llvm::any_of(E.Acquirers,
                      [&](const auto &By) { return IsMember(By.In); }) ||
         ((!E.Adopters.empty() || !E.Takers.empty()) && !E.Lent &&
          llvm::any_of(E.Releasers, IsMember));
}

bool ClassJudge::hasBody(FunctionID F) const {
  return F && M.at(F).hasBody() && A.summary(F) && A.summary(F)->Known;
}

std::string ClassJudge::name(const FieldPath &Path) const {
  std::string Name;
  llvm::StringRef Dot;
  for (const PathStep &Step : Path)
    switch (Step.Kind) {
    case LocationKind::Field: {
      llvm::StringRef Field = M.text(ir::StringID(Step.Payload));
      // What an optional holds is reached by the optional's own name.
      if (Field == "val" && !Name.empty() && !M.isWrittenField(Field)) {
        Dot = "->";
        break;
      }
      // The pointer inside a unique_ptr is the unique_ptr itself; so is what has
      // no name of its own.
      if ((Field != "ptr" && !Field.ends_with("::")) || Name.empty())
        Name += (llvm::Twine(Dot) + Field).str();
      Dot = ".";
      break;
    }
    case LocationKind::Index:
      Name += "[" + std::to_string(Step.Payload) + "]";
      break;
    case LocationKind::Object:
      Dot = "->";
      break;
    default:
      Name += "[...]";
      Dot = ".";
      break;
    }
  return Name;
}

Finding ClassJudge::finding(CheckKind Check, FunctionID In, ir::LocID At,
                            const FieldPath &Path, const FieldEntry &E) const {
  Finding F;
  F.Check = Check;
  F.In = In;
  F.At = At;
  F.Owner = E.Owner;
  F.Name = name(Path);
  if (!E.Acquirers.empty()) {
    F.AcquiredAt = E.Acquirers.front().At;
    F.Callee = E.Acquirers.front().Callee;
  }
  return F;
}

void ClassJudge::add(const FieldPath &Path, FunctionID In, Finding F) {
  const FieldPath Array = withoutIndices(Path);
  Reported.insert({F.Check, Array});
  // What becomes of each element of an array by one statement is one defect.
  if (Told.insert({F.Check, Array, F.At}).second)
    Result.push_back({In, std::move(F)});
}

/// Whether a destructor that forgets \p Path knows better: it releases a
/// sibling, or reads or writes the field itself.
bool ClassJudge::isAccountable(FunctionID Destructor,
                               const FieldPath &Path) const {
  for (const auto &[Other, E] : Book.Fields)
    if (llvm::is_contained(E.Releasers, Destructor))
      return true;
  const auto Last = llvm::find_if(llvm::reverse(Path), [](const PathStep &S) {
    return S.Kind == LocationKind::Field;
  });
  const ir::Function &F = M.at(Destructor);
  return llvm::any_of(F.Places, [&](const ir::Place &P) {
    return P.Kind == ir::PlaceKind::Field &&
           P.Name == ir::StringID(Last->Payload);
  });
}

/// Whether some object of \p R may end while the process goes on: not if all
/// that are seen live in functions that do not return, but exec or exit.
bool ClassJudge::mayDie(RecordID R) const {
  for (const ir::Record &Other : M.Records)
    for (const ir::FieldInfo &Field : Other.Fields)
      if (Field.Record == R && Field.Type != ir::ValueType::Pointer)
        return true;
  bool Seen = false;
  for (unsigned I = 0; I != M.Functions.size(); ++I) {
    const ir::Function &F = M.Functions[I];
    if (llvm::any_of(F.Facts, [&](const ir::Fact &Fact) {
          return Fact.Kind == ir::FactKind::Alloc && !Fact.Types.empty() &&
                 Fact.Types.front() == M.at(R).Name;
        }))
      return true;
    if (!F.hasBody() || llvm::none_of(F.Places, [&](const ir::Place &P) {
          return P.isRoot() && P.Kind != ir::PlaceKind::Param &&
                 P.Kind != ir::PlaceKind::This && P.Record == R &&
                 P.Type == ir::ValueType::Record;
        }))
      continue;
    Seen = true;
    const Summary *S = A.summary(FunctionID(I));
    if (!S || !S->Known || !S->Base.empty() || F.Info.Main)
      return true;
  }
  return !Seen;
}

/// \p F, with the field at \p Path open on entry; null if there is no such.
std::unique_ptr<Run> ClassJudge::life(FunctionID F, const FieldPath &Path,
                                      const FieldEntry &E,
                                      unsigned Parameter,
                                      const KnownFields &Known) {
  Memory &Mem = *A.summary(F)->Tables;
  const LocationID At = fieldIn(F, Path, Parameter);
  if (!At)
    return nullptr;
  llvm::SmallVector<LocationID, 8> Apart;
  for (const auto &[Other, Theirs] : Book.Fields)
    if (Other != Path && !Theirs.Acquirers.empty())
      if (LocationID L = memberLocation(Mem, Other, Parameter))
        Apart.push_back(L);
  return A.follow(F, At, E.Owner, Typestate::Open, Known, Apart);
}

std::unique_ptr<Run> ClassJudge::livelyLife(FunctionID F, const FieldPath &Path,
                                            const FieldEntry &E) {
  if (!E.Flags || E.Flags->empty())
    return nullptr;
  return life(F, Path, E, 0, knownIn(F, *E.Flags));
}

KnownFields ClassJudge::knownIn(FunctionID F, const FieldFlags &Flags) {
  KnownFields Known;
  for (const auto &[Flag, Is] : Flags)
    if (LocationID L = memberLocation(*A.summary(F)->Tables, Flag))
      Known.push_back({L, Is});
  return Known;
}

/// What the flags of \p E are where a member other than \p But has changed one
/// and left the field open. Who acquires is called once, so its failure leaves
/// no open field.
std::vector<FieldFlags> ClassJudge::laterFlags(FunctionID But,
                                               const FieldPath &Path,
                                               const FieldEntry &E) {
  std::vector<FieldFlags> Result;
  const ir::Record &R = M.at(M.at(But).Info.Record);
  for (FunctionID F : R.Methods) {
    const ir::FunctionInfo &Info = M.at(F).Info;
    if (F == But || Info.Role != FunctionRole::Method || !Info.Public ||
        !hasBody(F) || isHelper(F) ||
        llvm::any_of(E.Acquirers, [&](const auto &By) { return By.In == F; }))
      continue;
    std::unique_ptr<Run> Life = livelyLife(F, Path, E);
    if (!Life || Life->GaveUp)
      continue;
    Memory &Mem = *A.summary(F)->Tables;
    for (const DisjunctSet::Entry &Exit : Life->Exits.Entries) {
      if (Exit.D.Handles[0].State != Typestate::Open)
        continue;
      FieldFlags After = *E.Flags;
      bool Changed = false;
      for (auto &[Flag, Is] : After) {
        const LocationID L = memberLocation(Mem, Flag);
        const Value V = L ? Exit.D.at(L) : Value();
        if (!V.isConstant() && !V.isSymbol())
          continue;
        const Range Now = Mem.range(Exit.D, V);
        if (Now.Lo <= Is.Hi && Is.Lo <= Now.Hi)
          continue;
        Is = Now;
        Changed = true;
      }
      if (Changed)
        Result.push_back(std::move(After));
    }
  }
  return Result;
}

/// Whether \p L, a loss in \p F, is one where the object's flags say that the
/// field is open, as who acquires sets them, or one where a member has changed a
/// flag and left the field as it is.
bool ClassJudge::isLostWithFlags(const Loss &L, FunctionID F,
                                 const FieldPath &Path, const FieldEntry &E) {
  auto Loses = [&](const std::unique_ptr<Run> &Life) {
    return !Life || llvm::any_of(Life->Losses[0], [&](const Loss &Same) {
      return Same.At == L.At && Same.Kind == L.Kind;
    });
  };
  if (Loses(livelyLife(F, Path, E)))
    return true;
  return llvm::any_of(laterFlags(F, Path, E), [&](const FieldFlags &After) {
    return Loses(life(F, Path, E, 0, knownIn(F, After)));
  });
}

/// Whether \p By releases some element of the array that \p Path goes through
/// at an unknown index: an unrolled loop releases them one by one.
bool ClassJudge::releasesElements(FunctionID By, const FieldPath &Path) const {
  auto IsSome = [](const FieldPath &P) {
    return llvm::any_of(P, [](const PathStep &Step) {
      return Step.Kind == LocationKind::AnyIndex;
    });
  };
  return llvm::any_of(Book.Fields, [&](const auto &Other) {
    return llvm::is_contained(Other.second.Releasers, By) &&
           (IsSome(Path) || IsSome(Other.first)) &&
           withoutIndices(Other.first) == withoutIndices(Path);
  });
}

void ClassJudge::judgeDestruction(RecordID R, const FieldPath &Path,
                                  const FieldEntry &E) {
  const ir::Record &Record = M.at(R);
  FunctionID Destructor = Record.Destructor;
  const ir::FieldInfo *Field = ownField(R, Path);
  const bool Owns = Field && Field->Owns; // the annotation says so
  FunctionID Origin;
  ir::LocID OriginAt;
  if (!E.Acquirers.empty()) {
    Origin = E.Acquirers.front().In;
    OriginAt = E.Acquirers.front().At;
  } else {
    Origin = !E.Adopters.empty()
                 ? E.Adopters.front()
                 : *llvm::find_if(Record.Methods,
                                  [&](FunctionID F) { return hasBody(F); });
    OriginAt = Field ? Field->Loc : M.at(Origin).Info.Loc;
  }
  if (!hasBody(Destructor)) {
    if (Destructor || Record.UserDestructor || goesThroughPointer(Path))
      return; // out of view
    if (E.Releasers.empty() && (Owns || !E.Lent) && !isBasesConcern(R, Path))
      add(Path, Origin,
          finding(CheckKind::MemberLeak, Origin, OriginAt, Path, E));
    return;
  }
  if (goesThroughPointer(Path)) // judged where it is freed
    return judgeFreeing(Destructor, Path, E);
  bool Accountable =
      Owns || (Record.UserDestructor && isAccountable(Destructor, Path));
  if (!Accountable && (!E.Releasers.empty() || E.Lent))
    return;
  if (releasesElements(Destructor, Path))
    return;
  std::unique_ptr<Run> Life = life(Destructor, Path, E);
  if (!Life || Life->GaveUp)
    return;
  auto IsOpen = [](const DisjunctSet::Entry &Exit) {
    const HandleState &H = Exit.D.Handles[0];
    return H.State == Typestate::Open && !H.isStandard();
  };
  // What is known because the field is open decides nothing.
  Memory &Mem = *A.summary(Destructor)->Tables;
  const KnownFields Given =
      E.Flags ? knownIn(Destructor, *E.Flags) : KnownFields();
  auto IsKnown = [&](const Disjunct::Fact &Fact) {
    return llvm::any_of(Given, [&](const auto &Flag) {
      return Mem.Symbols.entry(Flag.first) == Fact.first &&
             Flag.second == Fact.second;
    });
  };
  // What another field decides may be right: a flag that says who owns. Unless
  // it is left open however that is decided.
  auto Leaves = [&](const Run &Life) {
    const auto &Exits = Life.Exits.Entries;
    const bool Always = !Exits.empty() && llvm::all_of(Exits, IsOpen);
    return Always ||
           llvm::any_of(Exits,
                        [&](const DisjunctSet::Entry &Exit) {
                          return IsOpen(Exit) &&
                                 llvm::all_of(Exit.D.ranges(), IsKnown);
                        }) ||
           llvm::any_of(Life.Losses[0], [](const Loss &L) {
             return L.Kind == LossKind::Erase && !L.ByField;
           });
  };
  // Just acquired, with the flags that whoever acquires sets, it may be destroyed.
  std::unique_ptr<Run> Lively = livelyLife(Destructor, Path, E);
  if (Lively && !Lively->GaveUp)
    Life = std::move(Lively);
  if (!Leaves(*Life) || closesInCallback(R, Path))
    return;
  ir::LocID Where = M.at(Destructor).Info.Loc;
  add(Path, Destructor,
      finding(CheckKind::MemberLeak, Destructor, Where ? Where : OriginAt, Path,
              E));
}

/// The field of \p R itself that \p Path is, or null.
const ir::FieldInfo *ClassJudge::ownField(RecordID R,
                                          const FieldPath &Path) const {
  if (Path.size() != 1 || Path.front().Kind != LocationKind::Field)
    return nullptr;
  const auto &Fields = M.at(R).Fields;
  auto It = llvm::find_if(Fields, [&](const ir::FieldInfo &F) {
    return F.Name == ir::StringID(Path.front().Payload);
  });
  return It == Fields.end() ? nullptr : &*It;
}

/// A field that its annotation calls somebody else's, and that a member closes.
void ClassJudge::judgeBorrowed(RecordID R, const FieldPath &Path,
                               const FieldEntry &E) {
  for (FunctionID F : M.at(R).Methods) {
    if (!hasBody(F) || !llvm::is_contained(E.Releasers, F))
      continue;
    LocationID At = memberLocation(*A.summary(F)->Tables, Path);
    if (!At)
      continue;
    std::unique_ptr<Run> Life = A.follow(F, At, E.Owner);
    for (const DisjunctSet::Entry &Exit : Life->Exits.Entries) {
      const HandleState &H = Exit.D.Handles[0];
      if (H.State != Typestate::Closed)
        continue;
      Finding New = finding(CheckKind::Contract, F,
                            M.at(F).fact(H.ReleasedAt).Loc, Path, E);
      New.How = Breach::ClosesField;
      add(Path, F, std::move(New));
      break;
    }
  }
}

/// What a pointer leads to ends while its field is open. Nobody must be able to
/// release it before: it is not lent, and no code in view releases such a
/// field.
void ClassJudge::judgeFreeing(FunctionID F, const FieldPath &Path,
                              const FieldEntry &E) {
  if (E.Lent || Path.back().Kind != LocationKind::Field)
    return;
  // Whoever else closes it does so with the object's end, or takes the number out
  // of the record: else the record that is freed here may be closed already.
  const RecordID R = M.at(F).Info.Record;
  auto Clears = [&](FunctionID By) {
    return By == F ||
           (M.at(By).Info.Record == R &&
            (M.at(By).Info.Role == FunctionRole::Destructor ||
             (llvm::is_contained(E.Releasers, By) && !leavesStale(By, Path))));
  };
  if (!llvm::all_of(E.Releasers, Clears))
    return;
  const ir::StringID Name(Path.back().Payload);
  // The records that members of the class know by a field of this name.
  std::set<RecordID> Records;
  for (FunctionID By : M.at(R).Methods)
    for (const ir::Place &P : M.at(By).Places)
      if (P.Kind == ir::PlaceKind::Field && P.Name == Name)
        Records.insert(M.at(By).place(P.Parent).Record);
  auto OfSame = [&](const ir::Function &In, ir::PlaceID Field) {
    const RecordID Of = In.place(In.place(Field).Parent).Record;
    return !Of || Records.empty() || Records.count({}) || Records.count(Of);
  };
  for (unsigned I = 0; I != M.Functions.size(); ++I) {
    const ir::Function &Other = M.Functions[I];
    for (const ir::Fact &Fact : Other.Facts)
      if ((Fact.Kind == ir::FactKind::Release ||
           Fact.Kind == ir::FactKind::Transfer) &&
          Fact.Ops[0].isPlace() &&
          Other.place(Fact.Ops[0].Place).Kind == ir::PlaceKind::Field &&
          Other.place(Fact.Ops[0].Place).Name == Name &&
          OfSame(Other, Fact.Ops[0].Place) && !Clears(FunctionID(I)))
        return;
  }
  std::unique_ptr<Run> Life = life(F, Path, E);
  if (!Life || Life->GaveUp)
    return;
  for (const Loss &L : Life->Losses[0]) {
    if (L.Kind != LossKind::Free || L.ByField)
      continue;
    // Who makes a record frees the one before, if there is one.
    if (!E.Releasers.empty() && !repeatsAnother(F) &&
        !wasInUse(L, F, R, E) &&
        llvm::any_of(E.Acquirers, [&](const auto &By) { return By.In == F; }))
      continue;
    Finding New = finding(CheckKind::MemberLeak, F, L.At, Path, E);
    New.Losses.push_back(L);
    add(Path, F, std::move(New));
    return;
  }
}

/// A second owner of one number: implicit copies are the class's, written ones
/// are reported where they are written.
void ClassJudge::judgeCopies(RecordID R, const FieldPath &Path,
                             const FieldEntry &E) {
  const ir::Record &Record = M.at(R);
  if (Path.size() != 1 || !Record.UserDestructor ||
      E.Owner != ir::OwnerKind::Raw ||
      !llvm::is_contained(E.Releasers, Record.Destructor))
    return;
  FunctionID In;
  auto Moves = [&](FunctionID By) {
    return M.at(By).Info.Role == FunctionRole::MoveConstructor ||
           M.at(By).Info.Role == FunctionRole::MoveAssignment;
  };
  for (FunctionID By : E.Sharers) // nobody moves such a class without saying so
    if (!In && (M.at(By).Info.UserProvided || Moves(By)))
      In = By;
  if (!In && (!Record.Copyable || Record.UserCopy))
    return;
  Finding F = finding(CheckKind::CopyableOwner, Record.Destructor,
                      In ? M.at(In).Info.Loc : Record.Loc, Path, E);
  F.Callee = Record.Display;
  if (In && Moves(In))
    F.Closer = M.at(In).Info.Display;
  add(Path, Record.Destructor, std::move(F));
}
