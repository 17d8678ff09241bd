//===- Module.h - A translation unit of the handle IR -----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Module: functions, records and the side tables that they share.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_MODULE_H
#define FDTIDY_IR_MODULE_H

#include "ir/Function.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include <deque>
#include <map>
#include <string>

namespace fdtidy::ir {

/// A position in the source. \c Raw is the front end's own encoding of it, for
/// this process only; it is neither printed nor compared.
struct SourceLoc {
  StringID File; ///< relative to the working directory where it lies below it
  unsigned Line = 0;
  unsigned Column = 0;
  uint32_t Raw = 0;
};

/// A data member, as the ledger of its class needs it.
struct FieldInfo {
  StringID Name; ///< as the projection spells it
  ValueType Type = ValueType::Other;
  RecordID Record; ///< of a Record or a Pointer to one
  LocID Loc;
  bool Owns = false;    ///< annotated: the object must release it
  bool Borrows = false; ///< annotated: it is somebody else's
};

/// A class or struct.
struct Record {
  StringID Name;    ///< entity name
  StringID Display; ///< for messages
  std::vector<RecordID> Bases;
  std::vector<FieldInfo> Fields;
  std::vector<FunctionID> Methods; ///< declared ones, special members included
  FunctionID Destructor;           ///< invalid if trivial
  LocID Loc;
  bool UserDestructor = false;
  bool Copyable = true;   ///< the copy constructor is neither deleted nor hidden
  bool UserCopy = false;  ///< a copy constructor or assignment is written
  bool AllBodiesInView = false; ///< of members and friends that could release
};

/// A change of the source text: the \c Length characters from \c At on, all of
/// them on one line, become \c Text.
struct Edit {
  LocID At;
  unsigned Length = 0;
  std::string Text;
};

class Module {
public:
  std::string FileName;
  /// By the location of an acquisition: what makes it close-on-exec. Only where
  /// the result is sure to compile; never inside the body of a macro.
  std::map<LocID, std::vector<Edit>> CloexecFixes;
  std::deque<Function> Functions; ///< stable addresses
  std::deque<Record> Records;

  StringID intern(llvm::StringRef Text);
  /// Empty if \p ID is invalid.
  llvm::StringRef text(StringID ID) const;
  LocID addLoc(const SourceLoc &Loc);
  const SourceLoc &loc(LocID ID) const { return Locs[ID.index()]; }
  /// Whether \p ID is one of this module's: false for an invalid one.
  bool has(LocID ID) const { return ID.isValid() && ID.index() < Locs.size(); }
  bool has(StringID ID) const {
    return ID.isValid() && ID.index() < Strings.size();
  }
  bool has(FunctionID F) const {
    return F.isValid() && F.index() < Functions.size();
  }
  bool has(RecordID R) const {
    return R.isValid() && R.index() < Records.size();
  }

  bool samePosition(LocID A, LocID B) const;
  /// What makes the acquisition at \p L close-on-exec; empty if nobody knows.
  llvm::ArrayRef<Edit> cloexecFix(LocID L) const;

  /// The function of entity name \p Name, made as a declaration if it is new.
  FunctionID function(llvm::StringRef Name);
  /// Invalid if there is none.
  FunctionID findFunction(llvm::StringRef Name) const;
  Function &at(FunctionID F) { return Functions[F.index()]; }
  const Function &at(FunctionID F) const { return Functions[F.index()]; }
  RecordID record(llvm::StringRef Name);
  /// Invalid if there is none.
  RecordID findRecord(llvm::StringRef Name) const;
  /// Whether a record of the program has a field \p Name: what an object of the
  /// library holds may be called so too.
  bool isWrittenField(llvm::StringRef Name) const;
  Record &at(RecordID R) { return Records[R.index()]; }
  const Record &at(RecordID R) const { return Records[R.index()]; }

private:
  llvm::StringMap<uint32_t> StringIndex;
  std::deque<std::string> Strings;
  std::deque<SourceLoc> Locs;
  llvm::StringMap<uint32_t> FunctionIndex, RecordIndex;
};

} // namespace fdtidy::ir

#endif // FDTIDY_IR_MODULE_H
