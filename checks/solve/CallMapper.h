//===- CallMapper.h - A callee's outcome in its caller's terms --*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines CallMapper: maps locations, symbols and values of a callee's tables to
// the caller's, as they were before the call, and applies an outcome.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_CALLMAPPER_H
#define FDTIDY_SOLVE_CALLMAPPER_H

#include "solve/Run.h"

namespace fdtidy::solve {

class CallMapper {
public:
  CallMapper(Run &R, const Disjunct &Before, const ir::Fact &Fact,
             const Summary &S)
      : R(R), Before(Before), Fact(Fact), Callee(*S.Tables) {}

  /// The callee's handle \p Theirs is \p Ours; the callee takes it for one
  /// that \p Began closes, whatever it makes of it before it does.
  void bind(unsigned Theirs, unsigned Ours,
            ir::OwnerKind Began = ir::OwnerKind::Raw) {
    Handles.resize(std::max<size_t>(Handles.size(), Theirs + 1), ~0u);
    Handles[Theirs] = Ours;
    Closer = Began;
  }
  /// The caller's value of a symbol of the callee; none if there is no telling.
  Value symbol(SymbolID S);
  /// The caller's location of one of the callee; none if there is none.
  LocationID location(LocationID L);
  /// Makes \p D, the state before the call, that of outcome \p O. Returns false
  /// if the outcome cannot happen from here.
  /// Of a \p Seed the handles of \p D are the outcome's own.
  [[nodiscard]] bool apply(Disjunct &D, const Outcome &O, bool Seed = false);
  /// Narrows \p D to what \p Theirs says of what came in. Returns false if that
  /// cannot be.
  [[nodiscard]] bool assumeEntry(Disjunct &D, const Disjunct &Theirs);
  /// The part of apply() that concerns what the handles bound here become.
  [[nodiscard]] bool applyState(Disjunct &D, const Outcome &O);

  llvm::SmallVector<unsigned, 2> Escaped; ///< ours, gone where none can follow

  Value value(Value V);

private:
  void beginRecords(Disjunct &D, const Outcome &O);
  LocationID elsewhere(LocationID L);
  SymbolID answer(const Symbol &Theirs);
  void changeElsewhere(Disjunct &D, LocationID Global, Value Now);
  Value argument(unsigned I);
  LocationID argumentPlace(unsigned I);
  int parameter(ir::PlaceID P) const;

  Run &R;
  const Disjunct &Before;
  const ir::Fact &Fact;
  Memory &Callee;
  llvm::SmallVector<unsigned, 2> Handles;
  ir::OwnerKind Closer = ir::OwnerKind::Raw;
  llvm::DenseMap<LocationID, LocationID> Known;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_CALLMAPPER_H
