//===- Builder.h - Writes the body of a function ----------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines FunctionBuilder: interns places, appends facts to the current block,
// ends blocks. Everything appended gets the current location.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_BUILDER_H
#define FDTIDY_IR_BUILDER_H

#include "ir/Module.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"

namespace fdtidy::ir {

class FunctionBuilder {
public:
  /// Goes on where \p F stands: its places and blocks stay.
  FunctionBuilder(Module &M, FunctionID F);

  Module &module() { return M; }
  Function &function() { return F; }

  // Places. Each is interned: the same root, or the same projection of the same
  // parent, is the same place, with the type that it was first given.

  /// A root other than a Temp; This and Return ignore \p Name. Return becomes
  /// Function::Return; a Param becomes no parameter until addParam().
  PlaceID root(PlaceKind Kind, llvm::StringRef Name,
               ValueType Type = ValueType::Int, RecordID Record = {},
               LocID Loc = {});
  /// A root, appended to Function::Params.
  PlaceID addParam(PlaceKind Kind, llvm::StringRef Name,
                   ValueType Type = ValueType::Int, RecordID Record = {},
                   LocID Loc = {});
  /// A new temporary, numbered upwards.
  PlaceID temp(ValueType Type = ValueType::Int, RecordID Record = {});
  /// Temporary number \p Number.
  PlaceID numberedTemp(uint32_t Number, ValueType Type = ValueType::Int,
                       RecordID Record = {});
  PlaceID field(PlaceID Parent, llvm::StringRef Name,
                ValueType Type = ValueType::Int, RecordID Record = {});
  PlaceID index(PlaceID Parent, uint32_t Number,
                ValueType Type = ValueType::Int, RecordID Record = {});
  /// \p By holds the number of the element, if a place does.
  PlaceID anyIndex(PlaceID Parent, ValueType Type = ValueType::Int,
                   RecordID Record = {}, PlaceID By = {});
  PlaceID pointee(PlaceID Parent, ValueType Type = ValueType::Int,
                  RecordID Record = {});
  /// \p By: the number or key that tells which one.
  PlaceID element(PlaceID Parent, ValueType Type = ValueType::Int,
                  RecordID Record = {}, PlaceID By = {});
  /// \p Wanted, or `Wanted_2` and so on if a local or parameter has that name:
  /// for the second of two variables that shadow one another.
  std::string freshName(llvm::StringRef Wanted) const;

  // Blocks.
  BlockID newBlock();
  void setInsertPoint(BlockID B) { Current = B; }
  BlockID insertBlock() const { return Current; }
  /// Whether the current block has its terminator, or there is none to fill.
  bool terminated() const;
  void setLoc(LocID L) { Loc = L; }
  LocID loc() const { return Loc; }

  // Facts. A PlaceID argument that may be left out is an unused result.
  FactID append(Fact NewFact);
  FactID assign(PlaceID Dst, Operand Value);
  FactID move(PlaceID Dst, PlaceID From);
  FactID input(PlaceID Written);
  FactID compute(PlaceID Dst, Operand LHS, BinaryOp Op, Operand RHS);
  /// Without Acq.Handles, \p Dst is the handle.
  FactID acquire(Acquisition Acq, PlaceID Dst);
  FactID transfer(PlaceID Dst, Operand From, OwnerKind To, llvm::StringRef By,
                  Condition Ok = {});
  FactID alias(PlaceID Dst, Operand From, OwnerKind As,
               llvm::StringRef By = {});
  FactID release(Operand Handle, llvm::StringRef By,
                 OwnerKind Kind = OwnerKind::Raw, PlaceID Dst = {},
                 Condition Ok = {});
  FactID use(Operand Handle, llvm::StringRef By);
  FactID probe(Operand Handle, llvm::StringRef By, PlaceID Dst,
               Condition Ok);
  FactID wait(Operand Handle, llvm::StringRef By, PlaceID Dst = {});
  FactID await(Operand Thread, llvm::StringRef By);
  FactID unblock(Operand Handle, llvm::StringRef By);
  FactID process(Operand Pid, llvm::StringRef By);
  FactID format(Operand Handle, llvm::StringRef By);
  FactID dup2(PlaceID Dst, Operand From, Operand To, CloexecFlag Flag = {},
              llvm::StringRef By = {});
  FactID escape(Operand Value, llvm::StringRef As = {});
  FactID setCloexec(Operand Handle, Operand Value);
  /// The reference holds until the next fact is appended.
  Fact &call(FunctionID Callee, llvm::ArrayRef<Operand> Args, PlaceID Dst = {});
  Fact &callIndirect(Operand Callee, llvm::ArrayRef<Operand> Args,
                     PlaceID Dst = {});
  /// \p Types: what is thrown, then its bases.
  FactID raise(llvm::ArrayRef<llvm::StringRef> Types, BlockID Unwind = {});
  FactID rethrow(BlockID Unwind = {});
  FactID fork(PlaceID Dst, llvm::StringRef By = {});
  FactID exec(llvm::StringRef By = {});
  FactID exit();
  FactID end(PlaceID P);
  FactID endTemps();
  /// Without \p Ok it cannot fail.
  FactID alloc(PlaceID Dst, llvm::StringRef RecordName = {},
               llvm::StringRef By = {}, Condition Ok = {});
  FactID free(Operand Pointer, llvm::StringRef As = {});
  FactID insert(PlaceID Container, Operand Value, Operand Key = {});
  FactID key(PlaceID Dst, PlaceID Number);
  FactID erase(PlaceID Container, Operand Element = {}, Operand Key = {});
  FactID clear(PlaceID Container);

  // Terminators.
  void branch(BlockID To);
  /// To \p Then if \p C holds, else to \p Else.
  void branchIf(const Condition &C, BlockID Then, BlockID Else, LocID At = {});
  /// To both, where nothing is learnt on either.
  void branchEither(BlockID First, BlockID Second, LocID At = {});
  void branchEdges(llvm::ArrayRef<Edge> Edges);
  void dispatch(llvm::ArrayRef<Edge> Edges);
  void ret(LocID At = {});
  void resume();
  void unreachable();

private:
  PlaceID intern(const Place &P);
  PlaceID project(PlaceKind Kind, PlaceID Parent, ValueType Type,
                  RecordID Record);
  StringID maybe(llvm::StringRef Text);
  FactID unary(FactKind Kind, Operand Op, llvm::StringRef Text = {},
               PlaceID Dst = {});
  Fact &appendCall(Fact NewFact, llvm::ArrayRef<Operand> Args, PlaceID Dst);
  void terminate(TerminatorKind Kind, llvm::ArrayRef<Edge> Edges = {},
                 LocID At = {});

  Module &M;
  Function &F;
  llvm::DenseMap<std::pair<uint64_t, uint32_t>, PlaceID> Interned;
  std::vector<bool> Terminated;
  uint32_t NextTemp = 0;
  BlockID Current;
  LocID Loc;
};

} // namespace fdtidy::ir

#endif // FDTIDY_IR_BUILDER_H
