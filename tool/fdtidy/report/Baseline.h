//===- Baseline.h - Findings that are known ---------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the baseline file: JSON with a finding a line, sorted, so that two
// branches merge it. Only the fingerprints are read; the rest tells people.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_REPORT_BASELINE_H
#define FDTIDY_TOOL_REPORT_BASELINE_H

#include "report/Report.h"
#include "llvm/Support/Error.h"
#include <set>

namespace fdtidy::report {

llvm::Expected<std::set<std::string>> readBaseline(llvm::StringRef Path);
void writeBaseline(llvm::raw_ostream &OS, const Report &R);

} // namespace fdtidy::report

#endif // FDTIDY_TOOL_REPORT_BASELINE_H
