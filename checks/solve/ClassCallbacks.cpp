//===- ClassCallbacks.cpp - Member objects that close on their own --------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An object that waits for an event closes its handle when it has happened. The
// class that it is a member of opens for it, and closes nothing.
//===----------------------------------------------------------------------===//
#include "solve/ClassJudge.h"
#include "llvm/ADT/STLExtras.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FunctionID;
using ir::FunctionRole;
using ir::RecordID;

/// The class of the object that is field \p Name of \p R or of a base; invalid
/// if there is none.
RecordID ClassJudge::memberObject(RecordID R, ir::StringID Name) const {
  for (const ir::FieldInfo &F : M.at(R).Fields)
    if (F.Name == Name)
      return F.Type == ir::ValueType::Record ? F.Record : RecordID();
  for (RecordID Base : M.at(R).Bases)
    if (RecordID Found = memberObject(Base, Name))
      return Found;
  return {};
}

/// Whether \p F is called when something has happened, by whom the object is
/// known to: it is virtual, or what a virtual member calls on its own object.
bool ClassJudge::isCallback(FunctionID F) const {
  auto CallsIt = [&](const ir::Function &Caller) {
    return Caller.Info.Virtual && !Caller.Params.empty() &&
           llvm::any_of(Caller.Facts, [&](const ir::Fact &Fact) {
             return Fact.Kind == ir::FactKind::Call && Fact.Callee == F &&
                    !Fact.Args.empty() &&
                    Fact.Args[0] == ir::Operand::place(Caller.Params.front());
           });
  };
  return M.at(F).Info.Role == FunctionRole::Method &&
         (M.at(F).Info.Virtual || llvm::any_of(M.Functions, CallsIt));
}

/// Whether a member object closes what lies at \p Path in a callback of its
/// own: whether one is still to come is no concern of the class around it.
bool ClassJudge::closesInCallback(RecordID R, const FieldPath &Path) const {
  for (size_t Step = 0; Step + 1 < Path.size(); ++Step) {
    if (Path[Step].Kind != LocationKind::Field)
      return false;
    R = memberObject(R, ir::StringID(Path[Step].Payload));
    if (!R)
      return false;
    const Ledger Its = ledger(M, A, R);
    const auto E =
        Its.Fields.find(FieldPath(Path.begin() + Step + 1, Path.end()));
    if (E != Its.Fields.end() &&
        llvm::any_of(E->second.Releasers,
                     [&](FunctionID F) { return isCallback(F); }))
      return true;
  }
  return false;
}
