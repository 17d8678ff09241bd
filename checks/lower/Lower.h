//===- Lower.h - From a translation unit to the handle IR -------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines lowerTranslationUnit and its options: all that the other layers see
// of lowering.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_LOWER_LOWER_H
#define FDTIDY_LOWER_LOWER_H

#include "ir/Module.h"
#include "model/FunctionModel.h"
#include <map>
#include <memory>
#include <string>

namespace clang {
class ASTContext;
}

namespace fdtidy::lower {

struct LowerOptions {
  /// Follow C++ exceptions. Without, no call unwinds.
  bool Exceptions = true;
  /// Lower every function of the program's own files, not only those that can
  /// matter to a handle. For tests and `fdtidy lower`.
  bool Everything = false;
};

/// What lowering saw and what it could not follow, for `--stats` and
/// `--explain-gaps`.
struct LowerStats {
  unsigned Functions = 0;
  unsigned Acquisitions = 0;
  /// Cause of an escape, with how often: "unknown construct".
  std::map<std::string, unsigned> Gaps;
};

/// Lowers the functions of \p Context that can matter to a handle, in the order
/// of the source. Null, at next to no cost, if nothing in the translation unit
/// names a function or type that \p Models knows to acquire or release.
std::unique_ptr<ir::Module>
lowerTranslationUnit(clang::ASTContext &Context, const model::Table &Models,
                     const LowerOptions &Options, LowerStats *Stats = nullptr);

} // namespace fdtidy::lower

#endif // FDTIDY_LOWER_LOWER_H
