//===- Focus.h - Which handles a run follows --------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Candidates, what a base run finds that is worth following, and Focus,
// which of it a run follows.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_FOCUS_H
#define FDTIDY_SOLVE_FOCUS_H

#include "solve/Encounters.h"
#include "solve/Summary.h"
#include <set>

namespace fdtidy::solve {

/// What the base run learns besides the disjuncts at each block.
struct Candidates {
  struct Site {
    ir::FactID Fact;
    unsigned Inner;
    auto operator<=>(const Site &) const = default;
  };
  std::set<Site> Sites; ///< acquisitions that something reaches
  /// Numbers from elsewhere that are released here, and by closers for what.
  std::map<SymbolID, ir::OwnerKind> Released;
  Encounters Met;
  std::set<SymbolID> Escaping;
  /// Numbers from elsewhere: whose inheritance is arranged, that are used, that
  /// are read to their end, here or by a child, and whose reads wait no more.
  std::set<SymbolID> SeenTo, Touched, Drained, ChildReads, Unblocked, Children;
};

/// What numbers fields have on entry.
using KnownFields = llvm::SmallVector<std::pair<LocationID, Range>, 4>;

/// Which group a run follows.
struct Focus {
  enum class Kind : uint8_t {
    Base,
    Site,   ///< an acquisition
    Number, ///< a number from elsewhere
    Field,  ///< what lies open at location At when the function is entered
  };
  Kind Which = Kind::Base;
  Candidates::Site Site{};
  SymbolID Number;
  LocationID At;
  ir::OwnerKind Owner = ir::OwnerKind::Raw;
  Typestate State = Typestate::Open; ///< of Field
  KnownFields Known = {};            ///< of Field
  /// Of Field: where its object holds other handles. Two members are not one.
  llvm::SmallVector<LocationID, 4> Apart = {};
  bool isKnown(LocationID L) const {
    return llvm::any_of(Known, [&](const auto &K) { return K.first == L; });
  }
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_FOCUS_H
