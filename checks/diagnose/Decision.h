//===- Decision.h - What a branch of a path assumes -------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Decisions: the branch steps of a finding's witness in words; and
// EdgeIndex, which finds the branch that a step took.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_DIAGNOSE_DECISION_H
#define FDTIDY_DIAGNOSE_DECISION_H

#include "ir/Module.h"
#include "solve/Finding.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <map>
#include <utility>

namespace fdtidy::diagnose {

/// The edges of a module by the location of what they assume; a function's are
/// gathered when the first step in it is told.
class EdgeIndex {
public:
  explicit EdgeIndex(const ir::Module &M) : M(M) {}

  /// An edge, and the block that it leaves.
  using Branch = std::pair<const ir::Block *, const ir::Edge *>;
  llvm::ArrayRef<Branch> at(ir::FunctionID F, ir::LocID Loc);

private:
  using ByLoc = std::map<ir::LocID, llvm::SmallVector<Branch, 2>>;
  const ir::Module &M;
  std::map<ir::FunctionID, ByLoc> Functions;
};

class Decisions {
public:
  Decisions(const ir::Module &M, const solve::Finding &F, EdgeIndex &Edges);

  /// "assuming 'n' > 3", "assuming 'fork' returns less than 0", "the exception is
  /// caught here". Empty if a reader needs
  /// no telling: that the acquisition succeeded is what the report starts from.
  std::string words(const solve::Step &S) const;
  /// Whether \p Call decides only what a modelled call does, and \p Test is the
  /// program's own question about what it returned.
  bool isTestedBy(const solve::Step &Call, const solve::Step &Test) const;

private:
  ir::PlaceID subject(const solve::Step &S) const;
  /// The edge that \p S took, and the block that it leaves; null if unknown.
  EdgeIndex::Branch edge(const solve::Step &S) const;
  /// As the user wrote it, or empty: `p[1]`, `c->out`.
  std::string spell(ir::PlaceID P) const;
  bool isOfLibrary(llvm::StringRef Name) const;
  bool isEngagement(ir::PlaceID P) const;
  std::string assumption(const ir::Condition &C) const;
  /// The function whose result temporary \p P holds, and nothing else does.
  llvm::StringRef resultOf(ir::PlaceID P) const;
  llvm::StringRef callee(const ir::Fact &X) const;
  /// What the acquisition promises where it succeeds, if it is one of this
  /// function; else none.
  ir::Condition success() const;
  bool followsFromSuccess(const ir::Condition &C) const;

  const ir::Module &M;
  const solve::Finding &Of;
  EdgeIndex &Edges;
  const ir::Function *F = nullptr;
};

} // namespace fdtidy::diagnose

#endif // FDTIDY_DIAGNOSE_DECISION_H
