//===- UnitAnalysis.h - From a unit to its report ---------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines analyzeUnit: parses one translation unit, runs the engine over it, and
// keeps what the settings and NOLINT comments let through.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_UNITANALYSIS_H
#define FDTIDY_TOOL_UNITANALYSIS_H

#include "Database.h"
#include "TidyConfig.h"
#include "report/UnitReport.h"
#include <map>

namespace fdtidy {

/// Files by absolute path that have another content than on disk.
using Overlay = std::map<std::string, std::string>;

/// \p Root: see Report::Root. \p TellRead: the report says what was read. Changes
/// the working directory of the process.
report::UnitReport analyzeUnit(const Unit &U, const Settings &Wanted,
                               const model::Table &Models,
                               const std::string &Root, const Overlay &Changed,
                               bool TellRead);

/// The files that \p U includes, outside system headers, itself first.
std::vector<std::string> includesOf(const Unit &U, const Settings &Wanted,
                                    const Overlay &Changed = {});

} // namespace fdtidy

#endif // FDTIDY_TOOL_UNITANALYSIS_H
