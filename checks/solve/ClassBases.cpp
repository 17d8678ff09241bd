//===- ClassBases.cpp - What a base does with its fields ------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/ClassJudge.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::RecordID;

/// Whether \p Path lies in a base, and something there releases it, lends it,
/// or is out of view: what the base offers needs no mention in \p R.
bool ClassJudge::isBasesConcern(RecordID R, const FieldPath &Path) const {
  if (Path.empty() || Path.front().Kind != LocationKind::Field)
    return false;
  const ir::StringID Name(Path.front().Payload);
  return llvm::any_of(M.at(R).Bases, [&](RecordID Base) {
    const ir::Record &Record = M.at(Base);
    if (llvm::none_of(Record.Fields,
                      [&](const ir::FieldInfo &F) { return F.Name == Name; }))
      return isBasesConcern(Base, Path);
    const Ledger Its = ledger(M, A, Base);
    const auto E = Its.Fields.find(Path);
    return !Record.AllBodiesInView ||
           (E != Its.Fields.end() &&
            (E->second.Lent || !E->second.Releasers.empty()));
  });
}
