//===- Join.h - Where control flow meets ------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines DisjunctSet: what arrives at one point. Property simulation: disjuncts
// of equal typestates and holders merge, unless something that is still read
// differs; past the cap they merge all the same. The join is commutative up to
// the witness, which is the first one's.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_JOIN_H
#define FDTIDY_SOLVE_JOIN_H

#include "solve/Flow.h"
#include "solve/Memory.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace fdtidy::solve {

/// Where two stores differ.
struct Difference {
  LocationID At;
  Value A, B;
};

/// Whether \p Is holds for some place where the stores of \p A and \p B
/// differ; asks in order of locations until one is found.
bool differSomewhere(const Disjunct &A, const Disjunct &B,
                     llvm::function_ref<bool(const Difference &)> Is);

class DisjunctSet {
public:
  struct Entry {
    Disjunct D;
    bool Done = false;
    unsigned Joins = 0; ///< how often it grew; past a few it is widened
  };
  std::vector<Entry> Entries;

  /// Adds \p D at the start of \p B. Returns whether anything is new.
  bool add(Disjunct D, ir::BlockID B, Memory &Mem, const Flow &Order,
           unsigned Cap);
  /// The same after \p Fact, inside a block, where everything may be read.
  void addInside(Disjunct D, ir::FactID Fact, Memory &Mem, unsigned Cap);
  /// The same where a function ends: only what outlives it counts.
  void addAtExit(Disjunct D, Memory &Mem, unsigned Cap);

private:
  bool hasJoined() const {
    return llvm::any_of(Entries, [](const Entry &E) { return E.Joins != 0; });
  }
  static constexpr uint32_t AtExit = ~0u; ///< no block's number
  /// \p PastCap: for there are too many, not for they are alike.
  bool merge(Entry &Into, const Disjunct &D, uint32_t Point, Memory &Mem,
             bool PastCap = false);
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_JOIN_H
