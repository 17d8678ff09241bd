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
    Ledger Book = ledger(M, A, ir::RecordID(I));
    for (const auto &[Path, E] : Book.Fields) {
      const bool ByDestructor =
          R.UserDestructor && llvm::is_contained(E.Releasers, R.Destructor);
      // A field of a field is that class's.
      if (Path.size() != 1 || Path.front().Kind != LocationKind::Field ||
          (E.Acquirers.empty() && E.Takers.empty()) || ByDestructor ||
          E.Owner == ir::OwnerKind::Object)
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
