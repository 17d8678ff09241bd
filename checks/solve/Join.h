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

namespace fdtidy::solve {

/// Whether \p Is holds for some key that the sorted maps \p A and \p B do not
/// agree on; asks in order until one is found. `Is(Key, InA, InB)`: a null
/// pointer where it is not there.
template <typename Map, typename Pred>
bool differSomewhere(const Map &A, const Map &B, Pred Is) {
  auto I = A.begin(), J = B.begin();
  while (I != A.end() || J != B.end()) {
    if (J == B.end() || (I != A.end() && I->first < J->first)) {
      if (Is(I->first, &I->second, nullptr))
        return true;
      ++I;
    } else if (I == A.end() || J->first < I->first) {
      if (Is(J->first, nullptr, &J->second))
        return true;
      ++J;
    } else {
      if (I->second != J->second && Is(I->first, &I->second, &J->second))
        return true;
      ++I, ++J;
    }
  }
  return false;
}

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
