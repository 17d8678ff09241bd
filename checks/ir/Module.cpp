//===- Module.cpp - A translation unit of the handle IR -------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the tables of Module.
//===----------------------------------------------------------------------===//
#include "ir/Module.h"
#include "llvm/ADT/STLExtras.h"

using llvm::StringRef;

namespace fdtidy::ir {

StringID Module::intern(StringRef Text) {
  auto [It, New] = StringIndex.try_emplace(Text, uint32_t(Strings.size()));
  if (New)
    Strings.push_back(Text.str());
  return StringID(It->second);
}

StringRef Module::text(StringID ID) const {
  return has(ID) ? StringRef(Strings[ID.index()]) : StringRef();
}

LocID Module::addLoc(const SourceLoc &Loc) {
  // Neighbouring facts mostly stand at one place.
  if (!Locs.empty()) {
    const SourceLoc &Last = Locs.back();
    if (Last.File == Loc.File && Last.Line == Loc.Line &&
        Last.Column == Loc.Column && Last.Raw == Loc.Raw)
      return LocID(uint32_t(Locs.size() - 1));
  }
  Locs.push_back(Loc);
  return LocID(uint32_t(Locs.size() - 1));
}

bool Module::samePosition(LocID A, LocID B) const {
  if (!has(A) || !has(B))
    return A == B;
  const SourceLoc &X = loc(A), &Y = loc(B);
  return X.File == Y.File && X.Line == Y.Line && X.Column == Y.Column;
}

llvm::ArrayRef<Edit> Module::cloexecFix(LocID L) const {
  if (auto It = CloexecFixes.find(L); It != CloexecFixes.end())
    return It->second;
  for (const auto &[Of, Edits] : CloexecFixes) // of a module that was read
    if (samePosition(Of, L))
      return Edits;
  return {};
}

FunctionID Module::function(StringRef Name) {
  auto [It, New] =
      FunctionIndex.try_emplace(Name, uint32_t(Functions.size()));
  if (New) {
    Functions.emplace_back();
    Functions.back().Info.Name = Functions.back().Info.Display = intern(Name);
  }
  return FunctionID(It->second);
}

FunctionID Module::findFunction(StringRef Name) const {
  auto It = FunctionIndex.find(Name);
  return It == FunctionIndex.end() ? FunctionID() : FunctionID(It->second);
}

RecordID Module::record(StringRef Name) {
  auto [It, New] = RecordIndex.try_emplace(Name, uint32_t(Records.size()));
  if (New) {
    Records.emplace_back();
    Records.back().Name = Records.back().Display = intern(Name);
  }
  return RecordID(It->second);
}

RecordID Module::findRecord(StringRef Name) const {
  auto It = RecordIndex.find(Name);
  return It == RecordIndex.end() ? RecordID() : RecordID(It->second);
}

bool Module::isWrittenField(StringRef Name) const {
  return llvm::any_of(Records, [&](const Record &R) {
    return llvm::any_of(R.Fields, [&](const FieldInfo &Field) {
      return text(Field.Name) == Name;
    });
  });
}

} // namespace fdtidy::ir
