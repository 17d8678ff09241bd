//===- Compilation.h - Parses translation units -----------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines forEachTranslationUnit, for `lower` and `analyze`: how files become ASTs,
// by a compilation database or by the arguments after `--`.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_COMPILATION_H
#define FDTIDY_TOOL_COMPILATION_H

#include "CommandLine.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace clang {
class ASTContext;
}

namespace fdtidy {

/// Clang's own headers, which lie beside its library wherever this program lies;
/// empty if they are not there.
std::string resourceDir();

/// Calls \p Visit with the AST of each file of \p C that compiles. A file that
/// does not is named on stderr and makes the result NotAnalysed.
llvm::Expected<ExitCode>
forEachTranslationUnit(const CommandLine &C,
                       llvm::function_ref<void(clang::ASTContext &)> Visit);

} // namespace fdtidy

#endif // FDTIDY_TOOL_COMPILATION_H
