//===- RawFields.cpp - Fields that own without a destructor ---------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "solve/RawFields.h"
#include "solve/ClassJudge.h"
#include "solve/Ledger.h"

using namespace fdtidy;
using namespace fdtidy::solve;

std::vector<std::pair<ir::FunctionID, Finding>>
solve::rawFields(const ir::Module &M, Analysis &A) {
  std::vector<std::pair<ir::FunctionID, Finding>> Result;
  for (unsigned I = 0; I != M.Records.size(); ++I) {
    const ir::Record &R = M.Records[I];
    if (R.UserDestructor && !(R.Destructor && M.at(R.Destructor).hasBody()))
      continue;
    if (llvm::none_of(A.mentioning(ir::RecordID(I)),
                      [&](ir::FunctionID F) { return A.concerns(F); }))
      continue;
    if (!ClassJudge(M, A).mayDie(ir::RecordID(I)))
      continue; // the end of the process closes all
    const Ledger Book = origins(A, ir::RecordID(I));
    auto IsOwner = [](const auto &Entry) {
      const auto &[Path, E] = Entry; // a field of a field is that class's
      return Path.size() == 1 && Path.front().Kind == LocationKind::Field &&
             !(E.Acquirers.empty() && E.Takers.empty()) &&
             E.Owner != ir::OwnerKind::Object;
    };
    if (llvm::none_of(Book.Fields, IsOwner))
      continue;
    // Who releases matters only here, and is more to find out.
    const Ledger Whole =
        R.UserDestructor ? ledger(M, A, ir::RecordID(I)) : Ledger();
    for (const auto &Entry : Book.Fields) {
      const auto &[Path, E] = Entry;
      auto Released = Whole.Fields.find(Path);
      if (!IsOwner(Entry) ||
          (Released != Whole.Fields.end() &&
           llvm::is_contained(Released->second.Releasers, R.Destructor)))
        continue;
      auto Field = llvm::find_if(R.Fields, [&](const ir::FieldInfo &F) {
        return F.Name == ir::StringID(Path.front().Payload);
      });
      if (Field == R.Fields.end() || Field->Borrows)
        continue;
      Finding F;
      F.Check = CheckKind::StrictRawOwner;
      F.At = Field->Loc;
      if (E.Acquirers.empty()) {
        F.In = E.Takers.front();
        F.AcquiredAt = M.at(F.In).Info.Loc;
      } else {
        F.In = E.Acquirers.front().In;
        F.AcquiredAt = E.Acquirers.front().At;
      }
      F.Owner = E.Owner;
      F.Name = M.text(R.Display).str() + "::" + M.text(Field->Name).str();
      Result.push_back({F.In, std::move(F)});
    }
  }
  return Result;
}
