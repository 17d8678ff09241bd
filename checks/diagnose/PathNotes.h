//===- PathNotes.h - The way to a defect ------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines notes(): the steps of a finding's witness that a reader needs.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_DIAGNOSE_PATHNOTES_H
#define FDTIDY_DIAGNOSE_PATHNOTES_H

#include "diagnose/Decision.h"
#include "diagnose/Diagnostic.h"
#include "ir/Module.h"

namespace fdtidy::diagnose {

/// Of a path, no more branch decisions than this are told: the last ones, since
/// they are nearest to the defect.
inline constexpr unsigned MaxBranchNotes = 8;
/// Further losing exits that get a note of their own.
inline constexpr unsigned MaxExitNotes = 8;

/// Where \p F was acquired (unless the report stands there), the decisions of
/// its first path, where it was first released or lost, and the other exits that
/// lose it.
std::vector<Note> notes(const ir::Module &M, const solve::Finding &F,
                        EdgeIndex &Edges);

} // namespace fdtidy::diagnose

#endif // FDTIDY_DIAGNOSE_PATHNOTES_H
