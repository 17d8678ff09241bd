//===- Encounters.h - Where a function meets a number -----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Encounters: the facts at which a function releases or uses numbers
// that it did not acquire, and whether anything may come of a release.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_ENCOUNTERS_H
#define FDTIDY_SOLVE_ENCOUNTERS_H

#include "solve/Flow.h"
#include "solve/Memory.h"
#include <map>

namespace fdtidy::solve {

class Encounters {
public:
  void release(SymbolID Number, ir::FactID At) {
    Of[Number].Releases.push_back(At);
  }
  void use(SymbolID Number, ir::FactID At) { Of[Number].Uses.push_back(At); }
  /// \p Number goes on under another name as well.
  void rename(SymbolID Number) { Of[Number].IsRenamed = true; }

  /// Whether a path may meet \p Number again once it has released it, be it under
  /// another name: else no defect can come of it here, and it need not be
  /// followed. Says true in doubt.
  bool mayMeetAgain(SymbolID Number, const Memory &Mem,
                    const Flow &Order) const;

private:
  struct Places {
    llvm::SmallVector<ir::FactID, 2> Releases, Uses;
    bool IsRenamed = false;
  };
  std::map<SymbolID, Places> Of;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_ENCOUNTERS_H
