//===- Location.h - Where a place is in memory ------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Location and LocationTable. A place is a path in the text; a location
// is what it denotes once its pointers are followed. One table a function.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_LOCATION_H
#define FDTIDY_SOLVE_LOCATION_H

#include "ir/Module.h"
#include "solve/Value.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/raw_ostream.h"
#include <deque>
#include <tuple>

namespace fdtidy::solve {

/// Roots first, then projections.
enum class LocationKind : uint8_t {
  Variable, ///< a root place of the function; Payload: PlaceID
  Object,   ///< what a pointer of unknown value points to; Payload: SymbolID
  Global,   ///< one that only callees mention; Payload: StringID of its name
  Heap,     ///< a heap record made here; Payload: FactID of the allocation
  Field,    ///< Payload: StringID
  Index,    ///< Payload: the number
  AnyIndex, ///< some element: a summary of many; Payload: 0, or past the
            ///< SymbolID that the index had on entry
  Element,  ///< of a container: a summary of many
};

struct Location {
  LocationKind Kind = LocationKind::Variable;
  LocationID Parent;
  uint32_t Payload = 0;
  uint32_t Depth = 0; ///< projections from the root
  LocationID Root;    ///< of a root, itself
  bool Weak = false;  ///< some step, or this one, is a summary
  bool OneOfMany = false; ///< so is it here, or where a pointer to here was read
  bool HasParts = false; ///< some location lies below
  bool IsArray = false;  ///< and its elements, or the first one lies here
  bool isSummary() const {
    return Kind == LocationKind::AnyIndex || Kind == LocationKind::Element;
  }
};

class LocationTable {
public:
  LocationID variable(ir::PlaceID Root) {
    return intern(LocationKind::Variable, {}, Root.index());
  }
  /// \p OneOfMany: the pointer is that of one of many elements.
  LocationID object(SymbolID S, bool OneOfMany = false) {
    return intern(LocationKind::Object, {}, S.index(), OneOfMany);
  }
  LocationID global(ir::StringID Name) {
    return intern(LocationKind::Global, {}, Name.index());
  }
  LocationID heap(ir::FactID F) {
    return intern(LocationKind::Heap, {}, F.index());
  }
  LocationID project(LocationKind Kind, LocationID Parent, uint32_t Payload) {
    return intern(Kind, Parent, Payload);
  }

  /// Element 0 of \p L is mentioned, and lies where the array does.
  LocationID first(LocationID L) {
    Table[L.index()].IsArray = true;
    return L;
  }
  const Location &operator[](LocationID L) const { return Table[L.index()]; }
  size_t size() const { return Table.size(); }
  LocationID root(LocationID L) const { return Table[L.index()].Root; }
  /// Whether \p L is \p Prefix or lies below it.
  bool isUnder(LocationID L, LocationID Prefix) const {
    return root(L) == root(Prefix) && isBelow(L, Prefix);
  }
  /// Whether any step of \p L is a summary of many elements.
  bool isWeak(LocationID L) const { return L && Table[L.index()].Weak; }
  /// Whether \p L is in an element, or in an object that an element points to:
  /// of one such object this path may know what it does not of the next.
  bool isOneOfMany(LocationID L) const {
    return L && Table[L.index()].OneOfMany;
  }
  /// Whether \p A and \p B are elements, or the same part of elements, of one
  /// array, and at least one of them at a number that nobody knows.
  bool mayBe(LocationID A, LocationID B) const {
    return root(A) == root(B) && A != B && (isWeak(A) || isWeak(B)) &&
           isSameUpToNumbers(A, B);
  }
  /// \p L with its prefix \p From replaced by \p To.
  LocationID rebase(LocationID L, LocationID From, LocationID To);
  void print(llvm::raw_ostream &OS, LocationID L, const ir::Module &M,
             const ir::Function &F) const;

private:
  bool isBelow(LocationID L, LocationID Prefix) const;
  bool isSameUpToNumbers(LocationID A, LocationID B) const;
  LocationID intern(LocationKind Kind, LocationID Parent, uint32_t Payload,
                    bool OneOfMany = false);

  std::deque<Location> Table; ///< stable: an element is held while others are made
  llvm::DenseMap<std::tuple<unsigned, uint32_t, uint32_t>, uint32_t> Index;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_LOCATION_H
