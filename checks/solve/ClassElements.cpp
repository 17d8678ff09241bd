//===- ClassElements.cpp - What methods do to the elements they hold ------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A container that is a member holds handles for the object's life. A method
// that lets an element go, or writes over it, while its handle is open loses it,
// unless another one may have closed it before and left the element behind.
//===----------------------------------------------------------------------===//
#include "solve/ClassJudge.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FunctionID;
using ir::FunctionRole;

/// Whether \p F releases the element and leaves its number where it was.
bool ClassJudge::leavesStale(FunctionID F, const FieldPath &Path) const {
  const Summary &S = *A.summary(F);
  for (const EntryGroup &G : S.Entries) {
    const LocationID At = S.Tables->Symbols[G.Number].At;
    if (memberPath(*S.Tables, At) != Path)
      continue;
    for (const Outcome &O : G.Outcomes)
      if (O.At.Handles[0].State != Typestate::Foreign &&
          O.At.at(At).isHandle(0))
        return true;
  }
  return false;
}

void ClassJudge::judgeErasing(FunctionID F, const FieldPath &Path,
                              const FieldEntry &E) {
  if (isHelper(F) || llvm::any_of(E.Releasers, [&](FunctionID By) {
        return By != F &&
               (M.at(By).Info.Record != M.at(F).Info.Record ||
                (M.at(By).Info.Role != FunctionRole::Destructor &&
                 leavesStale(By, Path)));
      }))
    return;
  std::unique_ptr<Run> Life = life(F, Path, E);
  if (!Life || Life->GaveUp)
    return;
  for (const Loss &L : Life->Losses[0]) {
    const bool Overwrites = L.Kind == LossKind::Overwrite;
    // It was taken out of the container, and dropped.
    const bool Drops =
        L.Kind == LossKind::ScopeEnd || L.Kind == LossKind::Return;
    if ((L.Kind != LossKind::Erase && !Overwrites && !Drops) || L.ByField ||
        !isLostWithFlags(L, F, Path, E))
      continue;
    if (const ir::RecordID R = M.at(F).Info.Record;
        Overwrites && L.Child && !L.Used && !wasInUse(L, F, R, E))
      continue;
    Finding New =
        finding(Overwrites ? CheckKind::Overwrite : CheckKind::MemberLeak, F,
                L.At, Path, E);
    New.Losses.push_back(L);
    add(Path, F, std::move(New));
    return;
  }
}
