//===- Parser.h - Reads the text of the handle IR ---------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Declares the parser. What print() writes is read exactly. Text without the
// line `fdir 1 "file"` is the short form, for tests, and these are filled in:
//
//   a location that is not written   the line and column in the text itself
//   the role and the record          method, of the record `this` points to
//   the methods of a record          the functions that are `of` it
//   its destructor                   the one that is `dtor of` it; user-dtor
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_IR_PARSER_H
#define FDTIDY_IR_PARSER_H

#include "ir/Module.h"
#include "llvm/Support/Error.h"

namespace fdtidy::ir {

/// Reads \p Text; \p FileName stands in the errors,
/// `file:line:col: found 'x', expected …`, and is the module's in short form.
/// The result is sound enough to print; verify() says if it means something.
llvm::Expected<Module> parse(llvm::StringRef Text, llvm::StringRef FileName);

} // namespace fdtidy::ir

#endif // FDTIDY_IR_PARSER_H
