//===- Printer.h - The text of the handle IR --------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Declares the printer. It prints broken IR too, with <none> and <p9?> where an
// id leads nowhere, and never asserts. What it prints of a module that verify()
// accepts, parse() reads back, and prints to the same bytes. The text depends
// on the order of functions, records, parameters, blocks and facts, on no hash.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_PRINTER_H
#define FDTIDY_IR_PRINTER_H

#include "ir/Module.h"
#include "llvm/Support/raw_ostream.h"

namespace fdtidy::ir {

/// The version that `fdir 1` names.
inline constexpr unsigned FormatVersion = 1;

void print(llvm::raw_ostream &OS, const Module &M);
void print(llvm::raw_ostream &OS, const Module &M, const Function &F);
/// Without the end of the line.
void printFact(llvm::raw_ostream &OS, const Module &M, const Function &F,
               const Fact &Which);
void printPlace(llvm::raw_ostream &OS, const Module &M, const Function &F,
                PlaceID P);
void printOperand(llvm::raw_ostream &OS, const Module &M, const Function &F,
                  const Operand &O);
void printCondition(llvm::raw_ostream &OS, const Module &M, const Function &F,
                    const Condition &C);
/// `12:3`, or `dir/file.h:12:3` if the file is not \p Here; nothing if invalid.
void printLoc(llvm::raw_ostream &OS, const Module &M, LocID L,
              llvm::StringRef Here);

} // namespace fdtidy::ir

#endif // FDTIDY_IR_PRINTER_H
