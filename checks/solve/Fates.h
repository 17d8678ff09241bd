//===- Fates.h - What becomes of a handle from here on ----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Fates: backwards over one function, what becomes of the handles in some
// of its places on the paths that go on from a point.
//
//   Sure      released on every path to the end
//   Settled   released, or visibly given on, on every path but those on which
//             the function gives up: it throws, or its result is an error
//   May       released on some path
//
// A result is an error if it is a negative number, a null pointer or `false`; a
// status that becomes the result later (`rc = -1; goto out;`) is seen as such.
// That the process ends, or a loop goes on, is no objection to anything. What an
// object still holds when a method of it ends, its destructor may release: Kept.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_FATES_H
#define FDTIDY_SOLVE_FATES_H

#include "ir/Module.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <map>
#include <vector>

namespace fdtidy::solve {

class Fates {
public:
  /// Whether a call closes what it is given as an argument, always.
  using Closes = llvm::function_ref<bool(const ir::Fact &, unsigned Argument)>;
  using PlaceMap = std::map<ir::PlaceID, unsigned>;

  /// What holds at a point, by number of the place. One bit more stands for a
  /// handle that nobody ever releases.
  struct State {
    llvm::BitVector Sure, May;
    llvm::BitVector Settled; ///< if the result is no error so far
    llvm::BitVector Failing; ///< Settled, if it is one
    bool operator==(const State &) const = default;
  };

  /// Places whose handle somebody releases, if it is still there in the end.
  struct Keeper {
    llvm::BitVector Kept; ///< by number of the place
    /// Whether a call leaves something else there; whether it releases it.
    llvm::function_ref<bool(const ir::Fact &, ir::PlaceID)> Replaces, Releases;
    /// Whether an unseen function is known to borrow an argument.
    llvm::function_ref<bool(const ir::Fact &, unsigned)> Borrows;
  };

  /// \p IsCloser and \p Keeps outlive this.
  Fates(const ir::Module &M, const ir::Function &F, const PlaceMap &Places,
        Closes IsCloser, const Keeper *Keeps = nullptr);

  const State &entry() const { return At.front(); }

  /// What holds after the fact at \p Index of \p B.
  State after(ir::BlockID B, unsigned Index) const;
  /// The same of a call, on the paths where this very call did not fail.
  State afterSuccess(ir::BlockID B, unsigned Index) const;
  using Edges = llvm::SmallVector<const ir::Edge *, 2>;
  enum class Paths : bool { Any, Each }; ///< what is said of a point holds on
  /// The edges on which the call at \p Index of \p B did not fail, and whether
  /// something must hold on each of them: one may be its failure all the same.
  std::pair<Edges, Paths> successOf(ir::BlockID B, unsigned Index) const;
  /// Whether the handle in place \p N is released or given on anywhere.
  bool isEverGiven(unsigned N) const { return Given.test(N); }

private:
  State initial(bool Value) const;
  Edges edges(ir::BlockID B) const;
  State atEnd(ir::BlockID B, const Edges &Taken, Paths Which) const;
  State along(const ir::Edge &E) const;
  State after(ir::BlockID B, unsigned Index, const Edges &Taken,
              Paths Which) const;
  void before(const ir::Fact &Fact, State &S) const;
  void setResult(const ir::Fact &Fact, State &S) const;
  void atObject(const ir::Fact &Call, State &S) const;
  /// Nobody that is seen here releases anything any more.
  void leave(State &S, bool Returns) const;
  bool isError(const ir::Condition &C) const;
  bool isError(ir::PlaceID Carrier, int64_t N) const;
  bool outlives(ir::PlaceID P) const;
  bool isShared(const ir::Operand &O) const;
  void findAddressed();
  void findCarriers();
  void findFailing();
  bool failsAfter(bool Before, llvm::ArrayRef<ir::FactID> Facts) const;

  const ir::Module &M;
  const ir::Function &F;
  const PlaceMap &Places;
  Closes IsCloser;
  const Keeper *Keeps;
  std::vector<State> At; ///< at the start of each block
  /// The result, and the variables that it is copied from.
  llvm::DenseSet<ir::PlaceID> Carriers;
  bool ZeroIsSuccess = false; ///< among numbers: 0 is returned, and no greater
  llvm::BitVector FailingAt;  ///< blocks at whose start the result is an error
  llvm::BitVector Addressed;  ///< places whose address somebody else has
  mutable llvm::BitVector Given;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_FATES_H
