//===- Function.h - A function of the handle IR -----------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Function, its blocks and edges. Blocks[0] is the entry. The order of
// blocks is the order in which lowering met them; nothing depends on it.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_FUNCTION_H
#define FDTIDY_IR_FUNCTION_H

#include "ir/Fact.h"
#include "ir/Place.h"
#include "ir/Promise.h"
#include <optional>
#include <vector>

namespace fdtidy::ir {

/// An edge of the flow graph and what holds when it is taken.
///   b2 if %fd < 0 and %n == 3        b4 catch "std::exception"   b5 catch ...
struct Edge {
  BlockID To;
  llvm::SmallVector<Condition, 1> Assumes; ///< all of them
  /// Of a Dispatch: the handler's type; "..." takes any; invalid: no match.
  StringID Catches;
  LocID Loc; ///< of the condition
};

/// How a block ends.
enum class TerminatorKind : uint8_t {
  Branch,      ///< br EDGE, …       exactly one edge whose assumptions hold
  Dispatch,    ///< dispatch EDGE, … the first handler that catches what is thrown
  Return,      ///< return           `ret` holds the result
  Resume,      ///< resume           unwinding leaves the function
  Unreachable, ///< unreachable      nothing gets here
};

struct Block {
  std::vector<FactID> Facts;
  TerminatorKind Terminator = TerminatorKind::Unreachable;
  llvm::SmallVector<Edge, 2> Edges;
  LocID Loc; ///< of the terminator: the return statement
};

/// What a function is in its class.
enum class FunctionRole : uint8_t {
  Free, Method, StaticMethod, Constructor, CopyConstructor, MoveConstructor,
  CopyAssignment, MoveAssignment, Destructor, Lambda,
};

/// Empty for Free, else method, static-method, ctor, copy-ctor, …
llvm::StringRef spelling(FunctionRole Role);

/// What is known of a function besides its body.
struct FunctionInfo {
  StringID Name;    ///< entity name: unique over the program
  StringID Display; ///< for messages: "Child::restart"
  FunctionRole Role = FunctionRole::Free;
  RecordID Record;  ///< of a member function
  LocID Loc;        ///< of the declaration
  bool Internal = false;    ///< no other translation unit can see it
  bool Public = false;      ///< of a member
  bool Virtual = false;
  bool NoExcept = false;
  bool NoReturn = false;
  bool CLinkage = false;    ///< extern "C": it does not throw
  bool UserProvided = true; ///< false: implicit or defaulted
  bool Main = false;
  bool AddressTaken = false;
  /// Of a declaration only: arguments are read, never kept (an unlisted
  /// function of libc's headers, or of the C++ library that is no template).
  bool Borrows = false;
  /// Of a declaration only: it is given numbers, text and what it may not
  /// change, so what it gives is no part of an object that its caller has.
  bool Plain = false;
  /// Of a declaration only: the result hangs on the arguments and on what they
  /// point to, and nothing changes: strcmp(3), `__attribute__((pure))`.
  bool Pure = false;
};

struct Function {
  FunctionInfo Info;
  std::vector<Place> Places;
  std::vector<PlaceID> Params; ///< in the order of a Call's Args: `this` first
  PlaceID Return;              ///< the place `ret`, if any
  std::vector<Promise> Contract; ///< what its annotations say; a declaration
                                 ///< has only those that mean nothing
  std::vector<Anchor> Anchors;   ///< what could be annotated
  std::vector<Fact> Facts;
  std::vector<Block> Blocks;   ///< empty: a declaration

  bool hasBody() const { return !Blocks.empty(); }
  const Place &place(PlaceID P) const { return Places[P.index()]; }
  const Fact &fact(FactID F) const { return Facts[F.index()]; }
  const Block &block(BlockID B) const { return Blocks[B.index()]; }
  /// The root that \p P projects from.
  PlaceID root(PlaceID P) const;
};

} // namespace fdtidy::ir

#endif // FDTIDY_IR_FUNCTION_H
