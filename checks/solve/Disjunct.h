//===- Disjunct.h - What holds on one set of paths --------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Disjunct: the typestates of one group's handles and a store of what
// is known of locations and symbols. Unit of property simulation (Das, Lerner,
// Seigle: ESP, PLDI 2002).
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_DISJUNCT_H
#define FDTIDY_SOLVE_DISJUNCT_H

#include "solve/Location.h"
#include "solve/Symbol.h"
#include "solve/Typestate.h"
#include "solve/Witness.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

namespace fdtidy::solve {

/// In which process the path is. Of a fork's three worlds, the parent's and the
/// failed one go on as the process before.
enum class World : uint8_t { Same, Child };

class Disjunct {
public:
  llvm::SmallVector<HandleState, 2> Handles; ///< empty: no group is followed
  /// The exception in flight and its bases; a single invalid id: unknown type.
  llvm::SmallVector<ir::StringID, 1> Thrown;
  World In = World::Same;
  bool IsParent = false;      ///< has forked, and read nothing since
  bool ExecFailed = false;    ///< an exec has returned
  bool Elsewhere = false;     ///< a callee wrote to a global not named here
  bool Swept = false;         ///< many numbers were closed that nobody followed
  uint8_t ClosedStandard = 0; ///< bits of 0, 1, 2 that are free to be taken
  /// What the path to the acquisition has found at a location. Where code that
  /// nobody can see may have changed it since, and a later test wants it to have
  /// been otherwise, the handle's fate is anybody's guess.
  llvm::SmallVector<std::pair<LocationID, Range>, 2> Presumed;
  const Step *Path = nullptr;

  using Cell = std::pair<LocationID, Value>;
  const llvm::SmallVectorImpl<Cell> &store() const { return Store; }
  /// What is written at exactly \p L; none if nothing is.
  Value at(LocationID L) const;
  /// Writes \p V at exactly \p L; a none value erases.
  void set(LocationID L, Value V);
  template <typename Pred> void eraseIf(Pred P) {
    llvm::erase_if(Store, P);
  }

  using Fact = std::pair<SymbolID, Range>;
  const llvm::SmallVectorImpl<Fact> &ranges() const { return Ranges; }
  Range range(SymbolID S) const;
  /// A full range erases.
  void setRange(SymbolID S, const Range &R);
  template <typename Pred> void eraseRangesIf(Pred P) {
    llvm::erase_if(Ranges, P);
  }

  /// Replaces what is known of each symbol but those that \p Skip names by \p Join
  /// of it and of what \p That knows. Returns whether anything changed.
  template <typename JoinOf, typename Pred>
  bool joinRanges(const Disjunct &That, JoinOf Join, Pred Skip) {
    bool Changed = false;
    auto Its = That.Ranges.begin();
    llvm::erase_if(Ranges, [&](Fact &F) {
      while (Its != That.Ranges.end() && Its->first < F.first)
        ++Its;
      if (Skip(F.first))
        return false;
      const bool Both = Its != That.Ranges.end() && Its->first == F.first;
      const Range New = Join(F.second, Both ? Its->second : Range());
      Changed |= New != F.second;
      F.second = New;
      return New.isFull();
    });
    return Changed;
  }

  /// Whether some location holds handle \p H the way its owner does.
  bool isHeld(unsigned H) const;
  /// Equal in what property simulation keeps apart: typestates and holders.
  bool sameKey(const Disjunct &That) const;

  void print(llvm::raw_ostream &OS, const LocationTable &L,
             const ir::Module &M, const ir::Function &F) const;

private:
  llvm::SmallVector<Cell, 8> Store;  ///< sorted by location
  llvm::SmallVector<Fact, 4> Ranges; ///< sorted by symbol
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_DISJUNCT_H
