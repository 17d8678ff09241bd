//===- Diagnose.h - From findings to diagnostics ----------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines diagnose(): selects, ranks and orders findings, and words them.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_DIAGNOSE_DIAGNOSE_H
#define FDTIDY_DIAGNOSE_DIAGNOSE_H

#include "diagnose/Diagnostic.h"
#include "ir/Module.h"

namespace fdtidy::diagnose {

/// The diagnostics for \p Findings in \p M, by file, line, column and then the
/// order of Checks.def. Findings less sure than \p Least are left out.
///
/// One defect is one diagnostic: of what is told by
///
///   kinds                                                  only one for each
///   fd-discarded fd-overwrite fd-leak fd-leak-on-throw     function, acquisition
///                                                          and handle
///   fd-close-retry fd-double-close fd-wrong-closer         function, release
///     fd-close-borrowed                                    and handle
///   fd-use-after-close                                     function, use
///                                                          and handle
///
/// the first row of Checks.def stays; what is left and reads the same at the
/// same place (a template's instances) is told once.
std::vector<Diagnostic> diagnose(const ir::Module &M,
                                 std::vector<solve::Finding> Findings,
                                 solve::Confidence Least);

} // namespace fdtidy::diagnose

#endif // FDTIDY_DIAGNOSE_DIAGNOSE_H
