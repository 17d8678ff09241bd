//===- Flow.h - Order, loops and liveness of a function ---------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Flow: the reverse post-order of blocks, natural loops, and which
// variables a later branch or call still reads.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_FLOW_H
#define FDTIDY_SOLVE_FLOW_H

#include "ir/Module.h"
#include "solve/Questions.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include <map>
#include <optional>
#include <vector>

namespace fdtidy::solve {

class Flow {
public:
  explicit Flow(const ir::Function &F);

  /// Reachable blocks, each before its successors but for back edges.
  const std::vector<ir::BlockID> &order() const { return Order; }
  /// The position of \p B in order(); ~0u if nothing reaches it.
  unsigned position(ir::BlockID B) const { return Position[B.index()]; }
  /// The block that \p Fact is in; an invalid id if nothing reaches it.
  ir::BlockID home(ir::FactID Fact) const { return Home[Fact.index()]; }
  /// Whether the function itself starts another process.
  bool forks() const { return Forks; }
  /// The headers of the loops that \p B is in.
  const llvm::SmallVector<ir::BlockID, 2> &loops(ir::BlockID B) const {
    return Loops[B.index()];
  }
  bool isHeader(ir::BlockID B) const { return Headers.test(B.index()); }
  /// Whether \p Body is in the loop of \p Header.
  bool inLoop(ir::BlockID Body, ir::BlockID Header) const;
  /// The reachable blocks that \p B can go on to: its edges, and where its calls
  /// unwind.
  llvm::ArrayRef<ir::BlockID> after(ir::BlockID B) const {
    return After[B.index()];
  }
  /// Whether the value of root \p P at the start of \p B may decide a later
  /// branch, reach a call or be returned.
  bool isLive(ir::PlaceID P, ir::BlockID B) const {
    return AddressTaken.test(P.index()) || isMentioned(P, B);
  }
  /// The same by its own name, its address included: not through a pointer that
  /// was made before.
  bool isMentioned(ir::PlaceID P, ir::BlockID B) const {
    return llvm::binary_search(Live[B.index()], P);
  }
  /// Whether \p B or a later block reads through a pointer or an index.
  bool isPointeeRead(ir::BlockID B) const { return Pointees.test(B.index()); }
  /// Whether some branch or call in \p B or after it reads a field of this name.
  bool isFieldRead(ir::StringID Name, ir::BlockID B) const;

  /// Whether \p Index is compared with small constants only. The rounds of a
  /// loop up to a number that nobody knows, or many, are not told apart.
  bool isCounted(ir::PlaceID Index) const { return !Unbounded.contains(Index); }

  /// Whether some comparison of two numbers is made more than once, with
  /// constants added or not: of such a function, relations are followed.
  bool repeatsRelations() const { return Relations.any(); }
  /// Whether variable \p P, or some field \p Name, is so compared.
  bool isRelated(ir::PlaceID P) const { return Related.contains(P); }
  bool isRelated(ir::StringID Name) const {
    return RelatedFields.contains(Name);
  }
  /// Whether such a comparison is still to come at the start of \p B.
  bool isRelationAsked(ir::BlockID B) const {
    return !Relations.empty() && Relations.test(B.index());
  }

  /// Calls that are made twice for one answer.
  const Questions &questions() const { return *Asked; }

  /// Whether `x & Mask` is computed, of any x, in \p B or after it.
  bool isMaskTested(int64_t Mask, ir::BlockID B) const;
  /// Whether some bit of \p P is tested or set by itself, as no descriptor's is:
  /// a table's low bits are of numbers of any kind.
  bool isSetOfBits(ir::PlaceID P) const;

private:
  void findBounds(const ir::Function &F);
  void findRelations(const ir::Function &F);
  void findOrder(const ir::Function &F);
  void findEdges(const ir::Function &F);
  void findLoops(const ir::Function &F);
  void findLiveness(const ir::Function &F);

  std::vector<ir::BlockID> Order;
  std::vector<unsigned> Position;
  std::vector<llvm::SmallVector<ir::BlockID, 2>> Loops;
  llvm::BitVector Headers;
  using Blocks = llvm::SmallVector<ir::BlockID, 4>;
  std::vector<Blocks> After, Before; ///< of the reachable blocks
  std::vector<ir::BlockID> Home;     ///< by fact
  bool Forks = false;
  /// At block start: roots in order. Few are alive for long, and a function of
  /// many roots and blocks must not cost their product.
  std::vector<llvm::SmallVector<ir::PlaceID, 4>> Live;
  llvm::BitVector Relations;    ///< blocks before comparisons that are repeated
  llvm::BitVector Pointees;     ///< blocks from where such a read is reached
  llvm::BitVector AddressTaken; ///< may be read through a pointer: live
  /// By name of a field: the blocks that read one, found with the liveness.
  llvm::DenseMap<ir::StringID, Blocks> Fields;
  llvm::DenseSet<ir::PlaceID> Unbounded, Related;
  llvm::DenseSet<ir::StringID> RelatedFields;
  std::optional<Questions> Asked;
  const ir::Function &F;
  /// The blocks of \p Set, and those that may go on to one of them.
  llvm::BitVector before(llvm::ArrayRef<ir::BlockID> Set) const;
  /// By mask and by name of a field, found when it is asked for: the blocks from
  /// where a test of the one, a read of the other is reached.
  mutable std::map<int64_t, llvm::BitVector> Masks;
  mutable llvm::DenseMap<ir::StringID, llvm::BitVector> FieldReads;
};

/// Reachable blocks, each before its successors but for back edges, whose ends
/// are \p Headers.
std::vector<ir::BlockID> reversePostOrder(const ir::Function &F,
                                          llvm::BitVector *Headers = nullptr);

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_FLOW_H
