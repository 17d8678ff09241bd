//===- Leaks.h - Which check reports a loss ---------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines leaks(): the losses of one acquisition as findings, one a handle, and
// one for both ends of a pipe that go together.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_LEAKS_H
#define FDTIDY_SOLVE_LEAKS_H

#include "solve/Run.h"

namespace fdtidy::solve {

/// Appends to \p Into what \p R, the run over one acquisition, lost.
///
///   the losses of a handle              check              stands at
///   only of temporaries                 fd-discarded       the acquisition
///   some overwrite                      fd-overwrite       the statement
///   only while an exception is raised   fd-leak-on-throw   the acquisition
///   any other                           fd-leak            the acquisition
void leaks(const Run &R, std::vector<Finding> &Into);

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_LEAKS_H
