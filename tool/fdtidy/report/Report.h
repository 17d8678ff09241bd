//===- Report.h - What came of all translation units ------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Report, which merges what the units found, and the formats it is
// written in.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_REPORT_REPORT_H
#define FDTIDY_TOOL_REPORT_REPORT_H

#include "report/UnitReport.h"
#include <functional>
#include <map>
#include <set>

namespace fdtidy::report {

class Report {
public:
  std::string Here; ///< the working directory: shown paths count from it
  std::string Root; ///< of the project: those of SARIF and fingerprints
  std::vector<Finding> Findings;       ///< by file, line, column
  std::vector<UnitReport> NotAnalysed; ///< in the order of the database
  std::vector<std::string> Warnings;
  unsigned Units = 0, Functions = 0, Acquisitions = 0, PastBudget = 0;
  /// Files that were analysed with another content than on disk.
  std::map<std::string, std::string> Contents;
  unsigned Known = 0; ///< findings that \c leaveOut has taken away

  /// Merges \p Units, in that order: what two units say of the same place in a
  /// header is told once, as the first has it. Fingerprints are given here:
  ///
  ///   check, entity of the function, acquiring callee, ordinal among equals
  ///
  /// in the order of the source, so that they survive moved lines.
  void merge(std::vector<UnitReport> Units);
  void leaveOut(const std::set<std::string> &Fingerprints);

  std::string shown(llvm::StringRef File) const;
};

void writeText(llvm::raw_ostream &OS, const Report &R);
void writeJson(llvm::raw_ostream &OS, const Report &R);
/// SARIF 2.1.0, with the path as a code flow.
void writeSarif(llvm::raw_ostream &OS, const Report &R);
/// One page that needs nothing but itself.
void writeHtml(llvm::raw_ostream &OS, const Report &R);
/// GitLab's code quality report.
void writeGitlab(llvm::raw_ostream &OS, const Report &R);
/// Workflow commands, which GitHub Actions makes annotations of.
void writeGithub(llvm::raw_ostream &OS, const Report &R);

using Writer = void (*)(llvm::raw_ostream &, const Report &);
/// Null if there is no such format.
Writer writerOf(llvm::StringRef Format);
/// "text, json or html", for help and messages.
std::string formatNames();

} // namespace fdtidy::report

#endif // FDTIDY_TOOL_REPORT_REPORT_H
