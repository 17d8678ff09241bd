//===- Ledger.h - What a class does to its handles --------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Ledger: per field of a record, which functions acquire, release, lend
// or lose sight of it, read off their summaries.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_LEDGER_H
#define FDTIDY_SOLVE_LEDGER_H

#include "solve/Summary.h"
#include <map>

namespace fdtidy::solve {

class Analysis;

/// A field, or a field of a member record: the names from the object on.
using FieldPath = std::vector<ir::StringID>;

struct FieldEntry {
  struct Acquirer {
    ir::FunctionID In;
    ir::LocID At;
    ir::StringID Callee;
  };
  std::vector<Acquirer> Acquirers;
  std::vector<ir::FunctionID> Releasers;
  bool Lent = false; ///< its number leaves the object: returned or kept unseen
  ir::OwnerKind Owner = ir::OwnerKind::Raw;
};

struct Ledger {
  std::map<FieldPath, FieldEntry> Fields;
};

/// The ledger of record \p R over all functions of the module.
Ledger ledger(const ir::Module &M, Analysis &A, ir::RecordID R);

/// The location of \p Path in the object that parameter 0 of a member function
/// points to.
LocationID memberLocation(Memory &Mem, const FieldPath &Path);

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_LEDGER_H
