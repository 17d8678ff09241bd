//===- ClassJudge.h - Verdicts on classes that own handles ------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines ClassJudge: fd-member-leak, fd-overwrite of members and
// fd-copyable-owner, from the ledger of a class and runs of its members with a
// field that is open on entry.
//
//   verdict          where it is definite
//   member-leak      the user's destructor releases a sibling or touches the
//                    field, and leaves it open on a path that no other field
//                    decides; or nothing at all releases the field; or a
//                    member frees what holds it. Of one that is annotated to
//                    be owned: whoever opens it
//   overwrite        a move or copy assignment writes over an open field; a
//                    member that acquires it and used it before, whose name
//                    repeats another's (restart, start), or whose class is
//                    born open; a public member that resets without releasing
//   double-close     a public member releases without resetting, and then the
//                    destructor releases again
//   copyable-owner   the destructor releases a raw field, and a copy of the
//                    object, implicit or written, is a second owner
//   contract         a member closes a field that is annotated to be borrowed;
//                    nothing else is said of such a field
//
// All are withheld where a body that could release the field is not in view.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_CLASSJUDGE_H
#define FDTIDY_SOLVE_CLASSJUDGE_H

#include "solve/Analysis.h"
#include "solve/Ledger.h"
#include <set>
#include <tuple>

namespace fdtidy::solve {

class ClassJudge {
public:
  ClassJudge(const ir::Module &M, Analysis &A) : M(M), A(A) {}

  /// Findings about \p R, with the function that each belongs to.
  std::vector<std::pair<ir::FunctionID, Finding>> judge(ir::RecordID R);
  bool mayDie(ir::RecordID R) const;

private:
  void judgeDestruction(ir::RecordID R, const FieldPath &Path,
                        const FieldEntry &E);
  bool isBasesConcern(ir::RecordID R, const FieldPath &Path) const;
  void judgeBorrowed(ir::RecordID R, const FieldPath &Path,
                     const FieldEntry &E);
  const ir::FieldInfo *ownField(ir::RecordID R, const FieldPath &Path) const;
  std::unique_ptr<Run> life(ir::FunctionID F, const FieldPath &Path,
                            const FieldEntry &E, unsigned Parameter = 0,
                            const KnownFields &Known = {});
  /// \p F, where the object's flags are as when the field was acquired; null if
  /// there are none.
  std::unique_ptr<Run> livelyLife(ir::FunctionID F, const FieldPath &Path,
                                  const FieldEntry &E);
  /// The flags of \p E as \p Flags tells them, in the object that \p F gets.
  KnownFields knownIn(ir::FunctionID F, const FieldFlags &Flags);
  std::vector<FieldFlags> laterFlags(ir::FunctionID But, const FieldPath &Path,
                                     const FieldEntry &E);
  bool isLostWithFlags(const Loss &L, ir::FunctionID F, const FieldPath &Path,
                       const FieldEntry &E);
  void judgeFreeing(ir::FunctionID F, const FieldPath &Path,
                    const FieldEntry &E);
  void judgeCopies(ir::RecordID R, const FieldPath &Path, const FieldEntry &E);
  bool isOwned(ir::RecordID R, const FieldEntry &E) const;
  bool isAccountable(ir::FunctionID Destructor, const FieldPath &Path) const;
  bool releasesElements(ir::FunctionID By, const FieldPath &Path) const;
  ir::RecordID memberObject(ir::RecordID R, ir::StringID Name) const;
  bool isCallback(ir::FunctionID F) const;
  bool closesInCallback(ir::RecordID R, const FieldPath &Path) const;
  /// Whether it, or another element of the same array, has been reported.
  bool isReported(const FieldPath &Path) const {
    return Reported.count({CheckKind::MemberLeak, withoutIndices(Path)});
  }
  std::string name(const FieldPath &Path) const;
  Finding finding(CheckKind Check, ir::FunctionID In, ir::LocID At,
                  const FieldPath &Path, const FieldEntry &E) const;
  void add(const FieldPath &Path, ir::FunctionID In, Finding F);
  bool hasBody(ir::FunctionID F) const;

  // ClassMethods.cpp
  void judgeMethods(ir::RecordID R, const FieldPath &Path, const FieldEntry &E);
  void judgeStale(ir::FunctionID F, const FieldPath &Path, const FieldEntry &E,
                  const Run &Life, const Memory &Mem, LocationID At);
  bool repeatsAnother(ir::FunctionID F) const;
  bool isBornOpen(ir::RecordID R, const FieldEntry &E,
                  ir::FunctionID By) const;
  bool isHandedOut(ir::FunctionID F, const FieldEntry &E) const;
  bool isHelper(ir::FunctionID F) const;
  bool isOwnersField(ir::RecordID R, const FieldPath &Path) const;
  bool callerReleases(ir::FunctionID F, const FieldEntry &E) const;

  // ClassOptionals.cpp
  bool isInOptional(const FieldPath &Path) const;
  bool leavesValue(ir::FunctionID F, const FieldPath &Path,
                   const FieldEntry &E);

  // ClassElements.cpp
  void judgeErasing(ir::FunctionID F, const FieldPath &Path,
                    const FieldEntry &E);
  bool leavesStale(ir::FunctionID F, const FieldPath &Path) const;

  // ClassRestarts.cpp
  bool mayRestart(ir::RecordID R) const;
  void judgeRestarts(ir::RecordID R, const FieldPath &Path,
                     const FieldEntry &E);
  bool startsChild(ir::FunctionID F, ir::RecordID R, const FieldPath &Pid) const;
  LocationID fieldIn(ir::FunctionID F, const FieldPath &Path,
                     unsigned Parameter = 0);
  bool closesWithChild(ir::FunctionID F, ir::RecordID R, const FieldPath &Pid,
                       const FieldEntry &E) const;
  bool wasInUse(const Loss &L, ir::FunctionID F, ir::RecordID R,
                const FieldEntry &E) const;

  const ir::Module &M;
  Analysis &A;
  Ledger Book;
  std::set<std::pair<CheckKind, FieldPath>> Reported;
  std::set<std::tuple<CheckKind, FieldPath, ir::LocID>> Told;
  std::vector<std::pair<ir::FunctionID, Finding>> Result;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_CLASSJUDGE_H
