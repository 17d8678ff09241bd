//===- ClassOptionals.cpp - Records in an optional ------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A record in an optional ends where that is reset or gets another value, in the
// middle of the object's life, and with it what its fields hold.
//===----------------------------------------------------------------------===//
#include "solve/ClassJudge.h"

using namespace fdtidy;
using namespace fdtidy::solve;
using ir::FunctionID;
using ir::FunctionRole;

/// Where \p Path goes through the value of an optional: the number of steps to it.
static std::optional<size_t> valueStep(const ir::Module &M,
                                       const FieldPath &Path) {
  for (size_t I = Path.size(); I-- > 1;)
    if (Path[I].Kind == LocationKind::Field && I + 1 != Path.size() &&
        M.text(ir::StringID(Path[I].Payload)) == "val")
      return I;
  return std::nullopt;
}

bool ClassJudge::isInOptional(const FieldPath &Path) const {
  return valueStep(M, Path).has_value();
}

/// Whether a method other than \p F and the destructor closes the field and leaves
/// the record that it is in.
bool ClassJudge::leavesValue(FunctionID F, const FieldPath &Path,
                             const FieldEntry &E) {
  const FieldPath Way(Path.begin(), Path.begin() + *valueStep(M, Path));
  auto Leaves = [&](const Summary &S, const Outcome &O) {
    const LocationID Optional = memberLocation(*S.Tables, Way);
    return O.At.Handles[0].State != Typestate::Foreign &&
           llvm::none_of(O.At.store(), [&](const Disjunct::Cell &C) {
             return C.second == Value::constant(0) &&
                    S.Tables->Locations[C.first].Parent == Optional;
           });
  };
  return llvm::any_of(E.Releasers, [&](FunctionID By) {
    if (By == F || !hasBody(By) ||
        M.at(By).Info.Role == FunctionRole::Destructor)
      return false;
    const Summary &S = *A.summary(By);
    return llvm::any_of(S.Entries, [&](const EntryGroup &G) {
      return memberPath(*S.Tables, S.Tables->Symbols[G.Number].At) == Path &&
             llvm::any_of(G.Outcomes,
                          [&](const Outcome &O) { return Leaves(S, O); });
    });
  });
}
