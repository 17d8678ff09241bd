//===- FactPrinter.h - The text of a function's parts -----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines FactPrinter: prints places, operands, conditions, facts and
// terminators of one function, and notes which places it named.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_FACTPRINTER_H
#define FDTIDY_IR_FACTPRINTER_H

#include "ir/FactShape.h"
#include "ir/Module.h"
#include "llvm/Support/raw_ostream.h"

namespace fdtidy::ir {

class FactPrinter {
public:
  FactPrinter(llvm::raw_ostream &OS, const Module &M, const Function &F,
              std::vector<bool> *Mentioned = nullptr)
      : OS(OS), M(M), F(F), Mentioned(Mentioned) {}

  void place(PlaceID P);
  void operand(const Operand &O);
  void condition(const Condition &C);
  void fact(const Fact &X);
  void terminator(const Block &B);
  /// ` !12:3`, or nothing.
  void loc(LocID L);
  /// The file that a location in this function need not name.
  llvm::StringRef file() const;

private:
  void nested(PlaceID P);
  void base(PlaceID P);
  PlaceID throughThis(const Place &Field) const;
  void functionName(FunctionID Callee);
  void operands(const Fact &X, const ShapeRow &Row);
  void call(const Fact &X);
  void clauses(const Fact &X, const ShapeRow &Row);
  void cloexec(const CloexecFlag &Flag);
  void handles(const Fact &X);
  void block(BlockID B);
  void edge(const Edge &E);

  llvm::raw_ostream &OS;
  const Module &M;
  const Function &F;
  std::vector<bool> *Mentioned;
  unsigned Budget = 0; ///< how many places the current one may still name
};

} // namespace fdtidy::ir

#endif // FDTIDY_IR_FACTPRINTER_H
