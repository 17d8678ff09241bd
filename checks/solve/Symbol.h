//===- Symbol.h - Values that have a name but no number ---------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Symbol and SymbolTable. Equal origins intern to one symbol, so that
// two loads of one unknown value correlate. One table a function.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_SYMBOL_H
#define FDTIDY_SOLVE_SYMBOL_H

#include "solve/Value.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <deque>
#include <utility>
#include <vector>

namespace fdtidy::solve {

enum class SymbolKind : uint8_t {
  Entry,      ///< what location At holds when the function is entered
  Definition, ///< made by fact or call outcome Number, in location At if any
  Join,       ///< several values that met at block Number in location At
  Stale,      ///< an earlier Definition that location At still holds
  Part,       ///< what lies at location At inside the unknown record Of
  Test,       ///< 1 if `LHS Op RHS`, else 0
  Offset,     ///< LHS, a symbol, and RHS, a constant, added
  Difference, ///< LHS without RHS, both symbols: how two numbers compare
  Masked,     ///< LHS, a symbol, and RHS, a constant, by the BinaryOp Number:
              ///< And, Or or Xor
  Imported,   ///< symbol Of of the callee of call Number
  Havoc,      ///< whatever unseen code, called by fact Number, left at At
  Answer,     ///< what function Number says of LHS and RHS, and of those of Of
};

struct Symbol {
  SymbolKind Kind = SymbolKind::Entry;
  LocationID At;
  uint32_t Number = 0;
  SymbolID Of;
  ir::CompareOp Op = ir::CompareOp::EQ;
  Value LHS, RHS; ///< symbols or constants; of Test also handles of the group
  bool operator==(const Symbol &) const = default;
};

/// A set of symbols that is emptied at no cost, for what is asked often.
class SymbolMarks {
public:
  void clear() { ++Round; }
  bool contains(SymbolID S) const {
    return S.index() < At.size() && At[S.index()] == Round;
  }
  /// Whether \p S was not there.
  bool insert(SymbolID S) {
    if (S.index() >= At.size())
      At.resize(S.index() + 1);
    return std::exchange(At[S.index()], Round) != Round;
  }

private:
  std::vector<uint32_t> At; ///< by symbol: the round that it was put in
  uint32_t Round = 1;
};

class SymbolTable {
public:
  SymbolID entry(LocationID At) {
    return intern({SymbolKind::Entry, At, 0, {}, {}, {}, {}});
  }
  SymbolID definition(uint32_t Fact, LocationID At) {
    return intern({SymbolKind::Definition, At, Fact, {}, {}, {}, {}});
  }
  SymbolID join(uint32_t Block, LocationID At) {
    return intern({SymbolKind::Join, At, Block, {}, {}, {}, {}});
  }
  SymbolID stale(LocationID At) {
    return intern({SymbolKind::Stale, At, 0, {}, {}, {}, {}});
  }
  SymbolID part(SymbolID Of, LocationID At) {
    return intern({SymbolKind::Part, At, 0, Of, {}, {}, {}});
  }
  SymbolID test(ir::CompareOp Op, Value LHS, Value RHS) {
    return intern({SymbolKind::Test, {}, 0, {}, Op, LHS, RHS});
  }
  SymbolID offset(SymbolID Of, int64_t Delta) {
    return intern({SymbolKind::Offset, {}, 0, {}, {}, Value::symbol(Of),
                   Value::constant(Delta)});
  }
  SymbolID difference(SymbolID Of, SymbolID Less) {
    return intern({SymbolKind::Difference, {}, 0, {}, {}, Value::symbol(Of),
                   Value::symbol(Less)});
  }
  SymbolID masked(ir::BinaryOp Op, SymbolID Of, int64_t Mask) {
    return intern({SymbolKind::Masked, {}, uint32_t(Op), {}, {},
                   Value::symbol(Of), Value::constant(Mask)});
  }
  SymbolID imported(uint32_t Call, SymbolID Of, LocationID At) {
    return intern({SymbolKind::Imported, At, Call, Of, {}, {}, {}});
  }
  SymbolID havoc(uint32_t Fact, LocationID At) {
    return intern({SymbolKind::Havoc, At, Fact, {}, {}, {}, {}});
  }
  /// \p Args: symbols, constants, addresses and functions.
  SymbolID answer(ir::FunctionID F, llvm::ArrayRef<Value> Args);
  const Symbol &operator[](SymbolID S) const { return Table[S.index()]; }
  /// Whether \p S is: two values that came in are equal.
  bool isEntryTest(SymbolID S) const {
    const Symbol &X = Table[S.index()];
    auto IsEntry = [&](const Value &V) {
      return V.isSymbol() && Table[V.ID].Kind == SymbolKind::Entry;
    };
    return X.Kind == SymbolKind::Test && X.Op == ir::CompareOp::EQ &&
           IsEntry(X.LHS) && IsEntry(X.RHS);
  }
  /// \p S as a symbol and what is added to it.
  std::pair<SymbolID, int64_t> split(SymbolID S) const {
    const Symbol &X = Table[S.index()];
    return X.Kind == SymbolKind::Offset
               ? std::make_pair(X.LHS.symbol(), X.RHS.Number)
               : std::make_pair(S, int64_t(0));
  }
  /// \p S without the masks and the like that lie over it.
  SymbolID unmasked(SymbolID S) const {
    while (Table[S.index()].Kind == SymbolKind::Masked)
      S = Table[S.index()].LHS.symbol();
    return S;
  }
  /// Whether \p S is the value of fact \p Fact.
  bool isOf(SymbolID S, uint32_t Fact) const {
    const Symbol &X = Table[S.index()];
    return X.Number == Fact && (X.Kind == SymbolKind::Definition ||
                                X.Kind == SymbolKind::Imported ||
                                X.Kind == SymbolKind::Havoc);
  }
  /// Calls \p V for \p S, and while it wants more, for what \p S is made of.
  template <typename Visit> void forEachPart(SymbolID S, Visit V) const {
    if (!V(S))
      return;
    const Symbol &X = Table[S.index()];
    if (X.Of && (X.Kind == SymbolKind::Part || X.Kind == SymbolKind::Answer))
      forEachPart(X.Of, V);
    if (X.LHS.isSymbol())
      forEachPart(X.LHS.symbol(), V);
    if (X.RHS.isSymbol())
      forEachPart(X.RHS.symbol(), V);
  }
  /// Puts \p S and every symbol that it is made of into \p Marks.
  void markParts(SymbolID S, SymbolMarks &Marks) const {
    forEachPart(S, [&](SymbolID Part) { return Marks.insert(Part); });
  }
  bool isAnswer(SymbolID S) const {
    return Table[S.index()].Kind == SymbolKind::Answer;
  }
  /// Whether answer \p S is about a value for which \p Is holds.
  bool isAbout(SymbolID S, llvm::function_ref<bool(Value)> Is) const;

private:
  SymbolID intern(const Symbol &S);
  std::deque<Symbol> Table; ///< stable: an element is held while others are made
  void grow();

  /// By hash, a power of two of slots, open addressing: what a slot holds is one
  /// past the symbol's number. Interning is what the solver does most.
  std::vector<uint32_t> Slots;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_SYMBOL_H
