//===- DestroyedFields.h - What goes with its object ------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines DestroyedFields: the fields of `this` that some methods always release,
// and so those that the destructor of their class does. Found before anything is
// solved.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_DESTROYEDFIELDS_H
#define FDTIDY_SOLVE_DESTROYEDFIELDS_H

#include "solve/Closers.h"
#include <set>

namespace fdtidy::solve {

class DestroyedFields {
public:
  DestroyedFields(const ir::Module &M, const Closers &Known);

  /// Whether \p P of \p F is a field of `this`, and the destructor releases what
  /// it holds.
  bool isDestroyed(const ir::Function &F, ir::PlaceID P) const;
  /// Whether \p Call of \p F, of a method of this very object, leaves something
  /// else in the field \p P than it found there, for all that is known.
  bool replaces(const ir::Function &F, const ir::Fact &Call,
                ir::PlaceID P) const;
  /// Whether \p Call of \p F is of a method of this very object that releases
  /// the field \p P.
  bool releases(const ir::Function &F, const ir::Fact &Call,
                ir::PlaceID P) const;

private:
  bool learn(ir::FunctionID ID, const Closers &Known);
  bool has(ir::FunctionID Method, ir::StringID Field) const {
    auto It = Released.find(Method);
    return It != Released.end() && It->second.count(Field);
  }

  const ir::Module &M;
  std::map<ir::FunctionID, std::set<ir::StringID>> Released; ///< by method
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_DESTROYEDFIELDS_H
