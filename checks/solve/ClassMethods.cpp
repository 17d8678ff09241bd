//===- ClassMethods.cpp - What methods do to an open member ---------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/ClassJudge.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FunctionID;
using ir::FunctionRole;
using ir::RecordID;

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
  return llvm::any_of(M.at(M.at(F).Info.Record).Methods,
                      [&](FunctionID X) { return Last(X).lower() == Rest; });
}

/// Whether every constructor leaves the field open: an acquisition by \p By is
/// the second, unless \p By is how the constructors open it.
bool ClassJudge::isBornOpen(RecordID R, const FieldEntry &E,
                            FunctionID By) const {
  bool Any = false;
  for (FunctionID F : M.at(R).Methods) {
    if (M.at(F).Info.Role != FunctionRole::Constructor)
      continue;
    Any = true;
    if (llvm::none_of(E.Acquirers,
                      [&](const auto &Acquirer) { return Acquirer.In == F; }))
      return false;
  }
  return Any && M.at(By).Info.Public && !isHelper(By);
}

/// Whether a method other than the destructor calls \p F: what \p F leaves
/// undone, that one may do.
bool ClassJudge::isHelper(FunctionID F) const {
  for (FunctionID By : M.at(M.at(F).Info.Record).Methods)
    if (By != F && M.at(By).Info.Role != FunctionRole::Destructor)
      for (const ir::Fact &Fact : M.at(By).Facts)
        if (Fact.Kind == ir::FactKind::Call && Fact.Callee == F)
          return true;
  return false;
}

/// Whether \p F returns each number that it opens: whoever called it before has
/// the old one, and may be its owner.
bool ClassJudge::isHandedOut(FunctionID F, const FieldEntry &E) const {
  return llvm::all_of(E.Acquirers, [&](const FieldEntry::Acquirer &By) {
    return By.In != F || By.Returned;
  });
}

/// Whether \p Path is what an object inside of the one of \p R owns: its own
/// destructor releases it. Such a number is only lent to whoever sees it.
bool ClassJudge::isOwnersField(RecordID R, const FieldPath &Path) const {
  if (Path.size() < 2)
    return false;
  for (const PathStep &Step : llvm::drop_end(Path)) {
    if (Step.Kind != LocationKind::Field)
      return false;
    R = memberObject(R, ir::StringID(Step.Payload));
    if (!R)
      return false;
  }
  const Ledger Its = ledger(M, A, R);
  const auto E = Its.Fields.find(FieldPath{Path.back()});
  return M.at(R).Destructor && E != Its.Fields.end() &&
         llvm::is_contained(E->second.Releasers, M.at(R).Destructor);
}

/// Whether a method that calls \p F releases the field, too.
bool ClassJudge::callerReleases(FunctionID F, const FieldEntry &E) const {
  return llvm::any_of(E.Releasers, [&](FunctionID By) {
    return By != F && llvm::any_of(M.at(By).Facts, [&](const ir::Fact &Fact) {
             return Fact.Kind == ir::FactKind::Call && Fact.Callee == F;
           });
  });
}

void ClassJudge::judgeMethods(RecordID R, const FieldPath &Path,
                              const FieldEntry &E) {
  const bool InOwner =
      (!E.Takers.empty() || !E.Acquirers.empty()) && isOwnersField(R, Path);
  const bool Owns = InOwner || isOwned(R, E) || !E.Acquirers.empty() ||
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
    if (Info.Role != FunctionRole::Method && !Assigns)
      continue;
    if (goesThroughPointer(Path)) {
      if (!isReported(Path))
        judgeFreeing(F, Path, E);
      continue;
    }
    if (goesThroughElement(Path)) {
      if (!isReported(Path) && isOwned(R, E))
        judgeErasing(F, Path, E);
      continue;
    }
    Memory &Mem = *A.summary(F)->Tables;
    LocationID At = fieldIn(F, Path);
    if (!At)
      continue;
    bool Acquires = llvm::any_of(
        E.Acquirers, [&](const auto &Acquirer) { return Acquirer.In == F; });
    // The destructor may be the next to be called, whoever else is not.
    const bool MayBeLast =
        !Assigns && Info.Public && !isHelper(F) && isOwned(R, E);
    const bool Last = MayBeLast && !Acquires;
    // What is taken out of an owner and dropped is lost, whoever calls.
    const bool Forgets =
        !Acquires && !Assigns && InOwner && !callerReleases(F, E);
    if (!Acquires && !Assigns && !Last && !Forgets)
      continue;
    std::unique_ptr<Run> Life = A.follow(F, At, E.Owner);
    if (Life->GaveUp)
      continue;
    for (const Loss &L : Life->Losses[0]) {
      // Taken out of the member, by `(void)Fd.release()`, and dropped.
      const bool Drops =
          (Last || Forgets) &&
          (L.Kind == LossKind::ScopeEnd || L.Kind == LossKind::Return);
      // An optional is reset, or gets another value.
      const bool Resets = L.Kind == LossKind::ScopeEnd && isInOptional(Path) &&
                          (Acquires || Last);
      if ((!Drops && !Resets && (L.Kind != LossKind::Overwrite ||
                                 !(Acquires || Assigns || Last))) ||
          (Resets && leavesValue(F, Path, E)))
        continue;
      // Reset without release: whoever reads the number elsewhere may have
      // released it, and a flag may say that it is somebody else's.
      if ((Last && E.Lent && !(Drops && Forgets)) ||
          ((Last || Forgets) && L.ByField) || !isLostWithFlags(L, F, Path, E))
        continue;
      Finding New = finding(Drops || Resets ? CheckKind::MemberLeak
                                            : CheckKind::Overwrite,
                            F, L.At, Path, E);
      New.Losses.push_back(L);
      if (Resets)
        New.Losses.back().Kind = LossKind::Free;
      if ((Drops && (E.Lent || !Last)) ||
          (Acquires && !repeatsAnother(F) &&
           (isHandedOut(F, E) ||
            (!wasInUse(L, F, R, E) && !isBornOpen(R, E, F))))) {
        if (Resets) // the field is still the destructor's concern
          continue;
        New.Sure = Confidence::Likely;
      }
      add(Path, F, std::move(New));
      break;
    }
    if (MayBeLast)
      judgeStale(F, Path, E, *Life, Mem, At);
  }
}

/// Release without reset: the destructor, run on what \p F leaves, releases the
/// number again whatever it tests.
void ClassJudge::judgeStale(FunctionID F, const FieldPath &Path,
                            const FieldEntry &E, const Run &Life,
                            const Memory &Mem, LocationID At) {
  FunctionID Destructor = M.at(M.at(F).Info.Record).Destructor;
  if (!hasBody(Destructor) || !llvm::is_contained(E.Releasers, Destructor) ||
      llvm::any_of(M.at(F).Facts, [](const ir::Fact &Fact) {
        return Fact.Kind == ir::FactKind::Exec;
      }))
    return;
  Memory &Theirs = *A.summary(Destructor)->Tables;
  LocationID There = memberLocation(Theirs, Path);
  for (const DisjunctSet::Entry &Exit : Life.Exits.Entries) {
    if (Exit.D.Handles[0].State != Typestate::Closed ||
        !Exit.D.at(At).isHandle(0) || !There)
      continue;
    KnownFields Known;
    if (E.Flags)
      for (const auto &[Flag, Is] : *E.Flags)
        if (LocationID L = memberLocation(*A.summary(F)->Tables, Flag);
            L && !Exit.D.at(L))
          Known.push_back({memberLocation(Theirs, Flag), Is});
    for (const auto &[L, V] : Exit.D.store())
      if (FieldPath Other = memberPath(Mem, L);
          V.isConstant() && !Other.empty())
        Known.push_back({memberLocation(Theirs, Other), Range::only(V.Number)});
    std::unique_ptr<Run> End =
        A.follow(Destructor, There, E.Owner, Typestate::Closed, Known);
    bool Spared = llvm::any_of(End->Exits.Entries, [](const auto &X) {
      return X.D.Handles[0].State == Typestate::Closed;
    });
    auto Second = llvm::find_if(End->Findings, [](const Finding &X) {
      return X.Check == CheckKind::DoubleClose;
    });
    if (End->GaveUp || Spared || Second == End->Findings.end())
      continue;
    Finding New = finding(CheckKind::DoubleClose, F, M.at(F).Info.Loc, Path, E);
    New.Path = pathTo(Exit.D.Path);
    for (const Step &S : New.Path)
      if (S.Kind == StepKind::Released)
        New.At = S.Loc;
    New.Path.push_back({StepKind::Released, Second->At, Second->Closer});
    New.Again = true;
    New.Closer = Second->Closer;
    add(Path, F, std::move(New));
    return;
  }
}
