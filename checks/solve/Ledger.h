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
#include <optional>
#include <set>

namespace fdtidy::solve {

class Analysis;

/// One step from an object to what it owns. Object: what a pointer that the
/// object had on entry points to.
struct PathStep {
  LocationKind Kind = LocationKind::Field;
  uint32_t Payload = 0; ///< as a Location's; of Object: 0
  auto operator<=>(const PathStep &) const = default;
};
/// A field, of a member record too, an element of an array, or a field of what
/// a pointer points to.
using FieldPath = std::vector<PathStep>;

/// \p Path without the numbers of elements: those of one array have one.
FieldPath withoutIndices(FieldPath Path);
bool goesThroughPointer(const FieldPath &Path);
/// Whether a container of the object holds it.
bool goesThroughElement(const FieldPath &Path);

/// What fields of an object hold.
using FieldFlags = std::map<FieldPath, Range>;

struct FieldEntry {
  struct Acquirer {
    ir::FunctionID In;
    ir::LocID At;
    ir::StringID Callee;
    bool Returned = true; ///< always: its caller has the number too
  };
  std::vector<Acquirer> Acquirers;
  /// Constructors that keep a parameter in it. With a body that releases the
  /// field, they hand over the duty; without, the field is a borrow.
  std::vector<ir::FunctionID> Adopters;
  /// Constructors that take it out of an owner that they were given by value: its
  /// duty is the field's now.
  std::vector<ir::FunctionID> Takers;
  /// Members that copy or move from another object, take its number over and
  /// leave it there.
  std::vector<ir::FunctionID> Sharers;
  std::vector<ir::FunctionID> Releasers;
  /// Its number leaves the object: returned or kept unseen. Of an element also:
  /// the object closes numbers that may be those of elements.
  bool Lent = false;
  ir::OwnerKind Owner = ir::OwnerKind::Raw;
  /// What other fields of the object hold wherever it has just been acquired: a
  /// flag that says so, an optional that is engaged, the pid of a child.
  std::optional<FieldFlags> Flags;
};

struct Ledger {
  std::map<FieldPath, FieldEntry> Fields;
  std::set<FieldPath> Shown; ///< what lies there, others can reach
  bool ClosesByNumber = false;
};

/// The ledger of record \p R over all functions of the module.
Ledger ledger(const ir::Module &M, Analysis &A, ir::RecordID R);
/// Of that, who acquires, adopts, takes and shares. No member need be followed for
/// it with a handle that is open on entry.
Ledger origins(Analysis &A, ir::RecordID R);

/// The location of \p Path in the object that a parameter points to: of a member
/// function, the first.
LocationID memberLocation(Memory &Mem, const FieldPath &Path,
                          unsigned Parameter = 0);
/// The path of \p L from the object that parameter 0 points to; empty if none.
FieldPath memberPath(const Memory &Mem, LocationID L);
/// The path of \p L from any object of \p R that a parameter points to.
FieldPath pathIn(const Memory &Mem, LocationID L, ir::RecordID R,
                 const Disjunct *End = nullptr);

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_LEDGER_H
