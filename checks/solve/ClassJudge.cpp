//===- ClassJudge.cpp - Verdicts on classes that own handles --------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/ClassJudge.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FunctionID;
using ir::FunctionRole;
using ir::RecordID;

std::vector<std::pair<FunctionID, Finding>> ClassJudge::judge(RecordID R) {
  Result.clear();
  const ir::Record &Record = M.at(R);
  const bool Annotated = llvm::any_of(
      Record.Fields, [](const ir::FieldInfo &F) { return F.Owns; });
  bool Matters = llvm::any_of(Record.Methods, [&](FunctionID F) {
    return hasBody(F) && (Annotated || !A.summary(F)->Acquired.empty() ||
                          !A.summary(F)->Entries.empty());
  });
  if (!Record.AllBodiesInView || !Matters)
    return {};
  Book = ledger(M, A, R);
  for (const ir::FieldInfo &Field : Record.Fields)
    if (Field.Owns) // whoever opens it
      Book.Fields.try_emplace(FieldPath{Field.Name});
  for (const auto &[Path, E] : Book.Fields) {
    const ir::FieldInfo *Field = ownField(R, Path);
    if (Field && Field->Borrows) {
      judgeBorrowed(R, Path, E);
      continue;
    }
    judgeCopies(R, Path, E);
    judgeOverwrites(R, Path, E);
    bool ByMember = llvm::any_of(E.Acquirers, [&](const auto &Acquirer) {
      return M.at(Acquirer.In).Info.Record == R;
    });
    if (ByMember || (Field && Field->Owns))
      judgeDestruction(R, Path, E);
  }
  return std::move(Result);
}

bool ClassJudge::hasBody(FunctionID F) const {
  return F && M.at(F).hasBody() && A.summary(F) && A.summary(F)->Known;
}

Finding ClassJudge::finding(CheckKind Check, FunctionID In, ir::LocID At,
                            const FieldPath &Path, const FieldEntry &E) const {
  Finding F;
  F.Check = Check;
  F.In = In;
  F.At = At;
  F.Owner = E.Owner;
  for (ir::StringID Name : Path)
    F.Name += (F.Name.empty() ? "" : ".") + M.text(Name).str();
  if (!E.Acquirers.empty()) {
    F.AcquiredAt = E.Acquirers.front().At;
    F.Callee = E.Acquirers.front().Callee;
  }
  return F;
}

/// Whether a destructor that forgets \p Path knows better: it releases a
/// sibling, or reads or writes the field itself.
bool ClassJudge::isAccountable(FunctionID Destructor, const Ledger &L,
                               const FieldPath &Path) const {
  for (const auto &[Other, E] : L.Fields)
    if (llvm::is_contained(E.Releasers, Destructor))
      return true;
  const ir::Function &F = M.at(Destructor);
  return llvm::any_of(F.Places, [&](const ir::Place &P) {
    return P.Kind == ir::PlaceKind::Field && P.Name == Path.back();
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
          return (P.Kind == ir::PlaceKind::Local ||
                  P.Kind == ir::PlaceKind::Temp) &&
                 P.Record == R &&
                 P.Type == ir::ValueType::Record;
        }))
      continue;
    Seen = true;
    const Summary *S = A.summary(FunctionID(I));
    if (!S || !S->Known || !S->Base.empty())
      return true;
  }
  return !Seen;
}

void ClassJudge::judgeDestruction(RecordID R, const FieldPath &Path,
                                  const FieldEntry &E) {
  const ir::Record &Record = M.at(R);
  FunctionID Destructor = Record.Destructor;
  const ir::FieldInfo *Field = ownField(R, Path);
  const bool Owns = Field && Field->Owns; // the annotation says so
  FieldEntry::Acquirer By;
  if (!E.Acquirers.empty()) {
    By = E.Acquirers.front();
  } else {
    By.In = *llvm::find_if(Record.Methods,
                           [&](FunctionID F) { return hasBody(F); });
    By.At = Field->Loc;
  }
  if (!hasBody(Destructor)) {
    if (Destructor || Record.UserDestructor)
      return; // out of view
    if (E.Releasers.empty() && (Owns || !E.Lent) && mayDie(R))
      Result.push_back({By.In, finding(CheckKind::MemberLeak, By.In, By.At,
                                       Path, E)});
    return;
  }
  Memory &Mem = *A.summary(Destructor)->Tables;
  LocationID At = memberLocation(Mem, Path);
  if (!At)
    return;
  bool Accountable = Owns || (Record.UserDestructor &&
                              isAccountable(Destructor, Book, Path));
  if (!Accountable && (!E.Releasers.empty() || E.Lent))
    return;
  std::unique_ptr<Run> Life = A.follow(Destructor, At, E.Owner);
  if (Life->GaveUp)
    return;
  auto IsOpen = [](const DisjunctSet::Entry &Exit) {
    const HandleState &H = Exit.D.Handles[0];
    return H.State == Typestate::Open && !H.isStandard();
  };
  // What another field decides may be right: a flag that says who owns. Unless
  // it is left open however that is decided.
  const auto &Exits = Life->Exits.Entries;
  bool Always = !Exits.empty() && llvm::all_of(Exits, IsOpen);
  bool Undecided = llvm::any_of(Exits, [&](const DisjunctSet::Entry &Exit) {
    return IsOpen(Exit) && Exit.D.ranges().empty();
  });
  if (!Always && !Undecided)
    return;
  ir::LocID Where = M.at(Destructor).Info.Loc;
  Result.push_back({Destructor, finding(CheckKind::MemberLeak, Destructor,
                                        Where ? Where : By.At, Path, E)});
}

/// The field of \p R itself that \p Path is, or null.
const ir::FieldInfo *ClassJudge::ownField(RecordID R,
                                          const FieldPath &Path) const {
  if (Path.size() != 1)
    return nullptr;
  const auto &Fields = M.at(R).Fields;
  auto It = llvm::find_if(Fields, [&](const ir::FieldInfo &F) {
    return F.Name == Path.front();
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
      Result.push_back({F, std::move(New)});
      break;
    }
  }
}

/// restart beside start, reopen beside open: the name says that it is not the
/// first time.
bool ClassJudge::repeatsAnother(FunctionID F) const {
  auto Last = [&](FunctionID X) {
    llvm::StringRef Name = M.text(M.at(X).Info.Display);
    return Name.substr(Name.rfind(':') + 1);
  };
  std::string Name = Last(F).lower();
  llvm::StringRef Rest = Name;
  if (!Rest.consume_front("re") || Rest.size() < 3)
    return false;
  Rest.consume_front("_");
  return llvm::any_of(M.at(M.at(F).Info.Record).Methods, [&](FunctionID X) {
    return Last(X).lower() == Rest;
  });
}

void ClassJudge::judgeOverwrites(RecordID R, const FieldPath &Path,
                                 const FieldEntry &E) {
  bool Owns = !E.Acquirers.empty() ||
              llvm::is_contained(E.Releasers, M.at(R).Destructor);
  if (!Owns)
    return;
  for (FunctionID F : M.at(R).Methods) {
    if (!hasBody(F))
      continue;
    const ir::FunctionInfo &Info = M.at(F).Info;
    // What nobody wrote is fd-copyable-owner's.
    bool Assigns = (Info.Role == FunctionRole::MoveAssignment ||
                    Info.Role == FunctionRole::CopyAssignment) &&
                   Info.UserProvided;
    bool Acquires = llvm::any_of(
        E.Acquirers, [&](const auto &Acquirer) { return Acquirer.In == F; });
    if (Info.Role != FunctionRole::Method && !Assigns)
      continue;
    if (!Acquires && !Assigns)
      continue;
    Memory &Mem = *A.summary(F)->Tables;
    LocationID At = memberLocation(Mem, Path);
    if (!At)
      continue;
    std::unique_ptr<Run> Life = A.follow(F, At, E.Owner);
    if (Life->GaveUp)
      continue;
    for (const Loss &L : Life->Losses[0]) {
      if (L.Kind != LossKind::Overwrite)
        continue;
      Finding New = finding(CheckKind::Overwrite, F, L.At, Path, E);
      New.Losses.push_back(L);
      if (!Assigns && !L.Used && !repeatsAnother(F))
        New.Sure = Confidence::Likely;
      Result.push_back({F, std::move(New)});
      break;
    }
  }
}

void ClassJudge::judgeCopies(RecordID R, const FieldPath &Path,
                             const FieldEntry &E) {
  const ir::Record &Record = M.at(R);
  if (Path.size() != 1 || !Record.UserDestructor || !Record.Copyable ||
      Record.UserCopy || E.Owner != ir::OwnerKind::Raw ||
      !llvm::is_contained(E.Releasers, Record.Destructor))
    return;
  Finding F = finding(CheckKind::CopyableOwner, Record.Destructor,
                      Record.Loc, Path, E);
  F.Callee = Record.Display;
  Result.push_back({Record.Destructor, std::move(F)});
}
