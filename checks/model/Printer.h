//===- Printer.h - A model as the table writes it ---------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints models in the format that a table is read from, an effect a line, with
// every default spelt out and constants as numbers. What is printed can be read
// back to the same model.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_MODEL_PRINTER_H
#define FDTIDY_MODEL_PRINTER_H

#include "model/FunctionModel.h"
#include "llvm/Support/raw_ostream.h"

namespace fdtidy::model {

/// arg0->data
void print(llvm::raw_ostream &OS, const Slot &S);
/// ret >= 0
void print(llvm::raw_ostream &OS, const Test &T);
/// !arg1 & 524288
void print(llvm::raw_ostream &OS, const Guard &G);
/// pipe2(arg0, O_CLOEXEC)
void print(llvm::raw_ostream &OS, const Remedy &R);
/// acquires: {out: "ret", kind: raw, when: "ret >= 0", cloexec: "no"}
void print(llvm::raw_ostream &OS, const Effect &E);
/// The whole entry. Effects of one kind that do not follow each other would
/// need one key twice; they are printed as one list at the first.
void print(llvm::raw_ostream &OS, const FunctionModel &F);

} // namespace fdtidy::model

#endif // FDTIDY_MODEL_PRINTER_H
