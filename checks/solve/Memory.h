//===- Memory.h - Reading and assuming in a disjunct ------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Memory: what the places, operands and conditions of one function mean
// in a disjunct. It reads and narrows; what is written, and what is lost by
// that, is Transfer's.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_MEMORY_H
#define FDTIDY_SOLVE_MEMORY_H

#include "solve/Disjunct.h"
#include "solve/Flow.h"

namespace fdtidy::solve {

class Memory {
public:
  Memory(const ir::Module &M, const ir::Function &F) : M(M), F(F) {}

  LocationTable Locations;
  SymbolTable Symbols;
  const ir::Module &M;
  const ir::Function &F;
  const Flow *Counted = nullptr; ///< tells which index is worth following

  /// Follows the pointers of \p P. Invalid where one is null or unreadable.
  /// Element 0 of an array is the array's own location, so that `*p`, `p[0]`
  /// and the array that p decayed from are one.
  LocationID locate(const Disjunct &D, ir::PlaceID P);
  /// Where a pointer to \p P points. What is some way past some element of an
  /// array is some element of it: a pointer that walks comes to a rest.
  LocationID address(const Disjunct &D, ir::PlaceID P);
  /// What is at \p L; a symbol if nothing was written there.
  Value load(const Disjunct &D, LocationID L);
  Value value(const Disjunct &D, const ir::Operand &O);
  /// The pointers that lead to \p P have been followed: none is null.
  void followed(Disjunct &D, ir::PlaceID P);
  /// `A Op B` as a value: a constant where it can be decided.
  Value compute(const Disjunct &D, ir::BinaryOp Op, Value A, Value B);
  /// The number \p Delta past \p Of; none if it is too far to be told.
  Value offset(SymbolID Of, int64_t Delta);
  /// \p Of and \p Mask by And, Or or Xor, in a form that two spellings of one
  /// test share: `~x & m` is `(x & m) ^ m`. None where that is too deep.
  Value masked(ir::BinaryOp Op, SymbolID Of, int64_t Mask);
  /// Narrows \p D by \p C. Returns false if it cannot hold; \p D is then of no
  /// use any more.
  [[nodiscard]] bool assume(Disjunct &D, const ir::Condition &C);
  [[nodiscard]] bool assume(Disjunct &D, Value A, ir::CompareOp Op, Value B);
  /// What is known of the number \p V.
  Range range(const Disjunct &D, Value V) const;
  /// What is known of \p V without \p Less.
  Range relation(const Disjunct &D, Value V, SymbolID Less);
  /// Whether \p L is in memory that was there before the function was entered
  /// or that outlives it: not a variable of this call.
  bool outlives(LocationID L) const;
  /// Whether record \p Heap, made here, is one that others can name when the
  /// function ends, and so will end.
  bool isLeft(const Disjunct &D, LocationID Heap) const;
  /// Whether \p L is in a variable of this call: no global.
  bool isLocal(LocationID L) const {
    const ir::PlaceID P = variableOf(L);
    return P && F.place(P).Kind != ir::PlaceKind::Global;
  }
  /// Whether a caller can name \p L: from a parameter or a global, by pointers
  /// that were there on entry.
  bool isCallers(LocationID L) const;
  /// Whether the pointers that lead to \p L were all there on entry, or \p L is
  /// in a variable or a record that has a name here.
  bool isRooted(LocationID L) const;
  /// What \p S is made of, roughly: a bit for each join, each fact and each kind
  /// of origin in it. Two may share a bit; what has none of the bits of an
  /// origin is not made of it.
  uint64_t marks(SymbolID S) const;
  /// The bit of a symbol of kind \p Kind with that Number or At.
  static uint64_t mark(SymbolKind Kind, uint32_t Number);
  /// Whether \p L is in a global that only callees mention.
  bool isElsewhere(LocationID L) const {
    return Locations[Locations.root(L)].Kind == LocationKind::Global;
  }
  /// Whether \p S was read in or behind a global that only callees mention.
  bool isOutOfView(SymbolID S) const;
  /// What \p Pointer points to. Invalid past a few pointers in a row: the nodes
  /// of a list are not followed one by one.
  LocationID object(SymbolID Pointer);
  /// Whether \p V, at \p L, is what another location held on entry.
  bool isCopyOfEntry(LocationID L, Value V) const {
    return V.isSymbol() && Symbols[V.symbol()].Kind == SymbolKind::Entry &&
           Symbols[V.symbol()].At != L;
  }
  /// Whether \p V, written at \p L or none, is what lay there on entry.
  bool isKept(LocationID L, Value V) const {
    return !V || (V.isSymbol() && Symbols[V.symbol()].At == L &&
                  Symbols[V.symbol()].Kind == SymbolKind::Entry);
  }
  /// The variable that \p L is in, or an invalid id.
  ir::PlaceID variableOf(LocationID L) const {
    const Location &Root = Locations[Locations.root(L)];
    return Root.Kind == LocationKind::Variable ? ir::PlaceID(Root.Payload)
                                               : ir::PlaceID();
  }

  /// The number of \p H is not below \p Least.
  void knowMinimum(const Disjunct &D, HandleState &H, Value Least) const;

  /// Notes what \p D knows of memory, where a group is born.
  void presume(Disjunct &D);

  /// Scratch sets of what drops from a disjunct: symbols that its values are made
  /// of, and what its addresses lead to.
  mutable SymbolMarks Named, Pointed;

private:
  mutable std::vector<uint64_t> Marks; ///< by symbol; 0: not asked for yet
  mutable std::vector<uint8_t> Rooted; ///< by location; 0: not asked, 1: no

  bool isImpossible(const Disjunct &D, Value A, ir::CompareOp Op,
                    Value B) const;
  Range maskRange(const Disjunct &D, const Symbol &S, Range Known) const;
  bool assumeMask(Disjunct &D, const Symbol &S, const Range &Is);
  unsigned pointerDepth(SymbolID S) const;
  bool isFresh(const Disjunct &D, Value Stream, Value Known) const;
  void checkPresumed(Disjunct &D, SymbolID S, ir::CompareOp Op, int64_t C);
  bool narrowHandle(Disjunct &D, Value H, ir::CompareOp Op, int64_t C);
  bool narrowByOther(Disjunct &D, Value H, ir::CompareOp Op, Value Other);
  bool assumeTest(Disjunct &D, const Symbol &Test, bool Holds);
  bool assumeRelation(Disjunct &D, SymbolID A, ir::CompareOp Op, SymbolID B);
  /// The allocation of heap record \p Record, not tested before, was \p Made
  /// or has \p Failed.
  bool assumeAllocated(Disjunct &D, LocationID Record, bool Made, bool Failed);
};

/// The comparison with its sides exchanged: a < b is b > a.
ir::CompareOp mirror(ir::CompareOp Op);

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_MEMORY_H
