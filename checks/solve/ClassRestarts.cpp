//===- ClassRestarts.cpp - A record that is started again -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Who acquires into a field that an earlier call has opened is told from who does
// so for the first time by what the path has done before: it has used the field,
// or has signalled or reaped the child that was started with it.
//===----------------------------------------------------------------------===//
#include "solve/ClassJudge.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FunctionID;
using ir::FunctionRole;
using ir::RecordID;

/// Where \p F finds the field at \p Path. An index that it is given tells one element
/// of an array from the others: then it is the one that \p F acquires into.
LocationID ClassJudge::fieldIn(FunctionID F, const FieldPath &Path,
                               unsigned Parameter) {
  const Summary &S = *A.summary(F);
  Memory &Mem = *S.Tables;
  if (Parameter < Mem.F.Params.size() && llvm::any_of(Path, [](const PathStep &P) {
        return P.Kind == LocationKind::AnyIndex;
      })) {
    const RecordID R = Mem.F.place(Mem.F.Params[Parameter]).Record;
    for (const AcquiredGroup &G : S.Acquired)
      for (const Outcome &O : G.Outcomes)
        for (const auto &[L, V] : O.At.store())
          if (V.isHandle() && pathIn(Mem, L, R) == Path)
            return L;
  }
  return memberLocation(Mem, Path, Parameter);
}

/// Whether \p F, which acquires, also stores the pid at \p Pid.
bool ClassJudge::startsChild(FunctionID F, RecordID R,
                             const FieldPath &Pid) const {
  const Summary &S = *A.summary(F);
  return llvm::any_of(S.Acquired, [&](const AcquiredGroup &G) {
    return llvm::any_of(G.Outcomes, [&](const Outcome &O) {
      return llvm::any_of(O.At.store(), [&](const Disjunct::Cell &C) {
        return pathIn(*S.Tables, C.first, R, &O.At) == Pid;
      });
    });
  });
}

/// Whether who else releases the field ends the child at \p Pid, too: a child that
/// is met in \p F has it open then. What goes with the object is no matter.
bool ClassJudge::closesWithChild(FunctionID F, RecordID R, const FieldPath &Pid,
                                 const FieldEntry &E) const {
  return llvm::all_of(E.Releasers, [&](FunctionID By) {
    if (By == F || M.at(By).Info.Role == FunctionRole::Destructor)
      return true;
    const Summary *S = A.summary(By);
    return S && llvm::any_of(S->Children, [&](SymbolID Child) {
      return pathIn(*S->Tables, S->Tables->Symbols[Child].At, R) == Pid;
    });
  });
}

/// Whether the path to \p L in \p F shows that the field was open. A living
/// child alone does not where somebody closes the field before it ends.
bool ClassJudge::wasInUse(const Loss &L, FunctionID F, RecordID R,
                          const FieldEntry &E) const {
  if (L.Used || !L.Child)
    return L.Used;
  const FieldPath Pid = pathIn(*A.summary(F)->Tables, L.Child, R);
  if (Pid.empty() || llvm::none_of(E.Acquirers, [&](const auto &By) {
        return startsChild(By.In, R, Pid);
      }))
    return false;
  return closesWithChild(F, R, Pid, E);
}

/// Whether a function that is no member acquires into an object of \p R that it
/// is given, and uses what it finds there or names its child.
bool ClassJudge::mayRestart(RecordID R) const {
  for (FunctionID ID : A.mentioning(R)) {
    const ir::Function &F = M.at(ID);
    const Summary *S = A.concerns(ID) ? A.summary(ID) : nullptr;
    if (S && S->Known && !S->Acquired.empty() && F.Info.Record != R &&
        !(S->Children.empty() && S->Touched.empty()) &&
        llvm::any_of(F.Params, [&](ir::PlaceID P) {
          return F.place(P).Record == R;
        }))
      return true;
  }
  return false;
}

void ClassJudge::judgeRestarts(RecordID R, const FieldPath &Path,
                               const FieldEntry &E) {
  std::set<FunctionID> Seen;
  for (const FieldEntry::Acquirer &By : E.Acquirers) {
    const ir::Function &F = M.at(By.In);
    if (F.Info.Record == R || !Seen.insert(By.In).second)
      continue;
    for (unsigned I = 0; I != F.Params.size(); ++I) {
      if (F.place(F.Params[I]).Record != R ||
          F.place(F.Params[I]).Type != ir::ValueType::Pointer)
        continue;
      std::unique_ptr<Run> Life = life(By.In, Path, E, I);
      if (!Life || Life->GaveUp)
        continue;
      for (const Loss &L : Life->Losses[0]) {
        if (L.Kind != LossKind::Overwrite || !wasInUse(L, By.In, R, E))
          continue;
        Finding New = finding(CheckKind::Overwrite, By.In, L.At, Path, E);
        New.Losses.push_back(L);
        add(Path, By.In, std::move(New));
        break;
      }
    }
  }
}
