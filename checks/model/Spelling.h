//===- Spelling.h - What was probably meant ---------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines suggestion: the tail of an error about a word nobody knows.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_MODEL_SPELLING_H
#define FDTIDY_MODEL_SPELLING_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace fdtidy::model {

/// "; did you mean 'acquires'?" if one of \p Known is near \p Word (the
/// nearest, the first of equals), else \p Otherwise.
std::string suggestion(llvm::StringRef Word,
                       llvm::ArrayRef<llvm::StringRef> Known,
                       llvm::StringRef Otherwise);

/// "; one of a, b, c".
std::string oneOf(llvm::ArrayRef<llvm::StringRef> Known);

} // namespace fdtidy::model

#endif // FDTIDY_MODEL_SPELLING_H
