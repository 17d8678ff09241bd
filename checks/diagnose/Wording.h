//===- Wording.h - What is said of a finding --------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines message() and the phrases that it shares with the notes. Messages are
// lines of clang's style: lower case, no full stop, names in single quotes. They
// hold nothing that differs between the translation units of one header.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_DIAGNOSE_WORDING_H
#define FDTIDY_DIAGNOSE_WORDING_H

#include "ir/Module.h"
#include "solve/Finding.h"

namespace fdtidy::diagnose {

/// The line that reports \p F.
std::string message(const ir::Module &M, const solve::Finding &F);

/// The macro of annotations.h for the promise that \p F is about.
std::string macroOf(const solve::Finding &F);

/// The function as the user wrote it: _FORTIFY_SOURCE calls __dprintf_chk or
/// __read_alias for it.
llvm::StringRef written(llvm::StringRef Callee);

/// What happens where a handle is lost: "the function returns".
llvm::StringRef lossPhrase(solve::LossKind Kind);

/// What the user would call a handle of this kind: "descriptor".
llvm::StringRef noun(ir::OwnerKind Owner);

} // namespace fdtidy::diagnose

#endif // FDTIDY_DIAGNOSE_WORDING_H
