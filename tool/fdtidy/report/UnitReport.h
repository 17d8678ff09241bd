//===- UnitReport.h - What came of one translation unit ---------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines UnitReport: findings and counts of one translation unit, apart from any
// AST or IR. It travels between processes as JSON.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_REPORT_UNITREPORT_H
#define FDTIDY_TOOL_REPORT_UNITREPORT_H

#include "llvm/Support/JSON.h"
#include <string>
#include <vector>

namespace fdtidy::report {

struct Position {
  std::string File; ///< absolute
  unsigned Line = 0, Column = 0; ///< from 1 on; the column counts bytes
};

struct Step {
  Position At;
  std::string Text;
};

struct Finding {
  std::string Check, Message;
  Position At;
  std::vector<Step> Path;
  std::string Function; ///< as the user calls it
  std::string Entity;   ///< unique over the program, and the same everywhere
  std::string Callee;   ///< who acquired, if known
  std::string Fingerprint;
};

struct UnitReport {
  std::string File;
  std::string NotAnalysed; ///< empty, or why not
  unsigned Functions = 0, Acquisitions = 0, PastBudget = 0;
  std::vector<Finding> Findings;
  std::vector<std::string> Warnings; ///< NOLINT comments that are not in pairs
  std::vector<std::string> Read; ///< the files, by absolute path; if asked for
};

llvm::json::Value toJSON(const Position &P);
llvm::json::Value toJSON(const Step &S);
llvm::json::Value toJSON(const Finding &F);
llvm::json::Value toJSON(const UnitReport &R);
bool fromJSON(const llvm::json::Value &V, Position &P, llvm::json::Path At);
bool fromJSON(const llvm::json::Value &V, Step &S, llvm::json::Path At);
bool fromJSON(const llvm::json::Value &V, Finding &F, llvm::json::Path At);
bool fromJSON(const llvm::json::Value &V, UnitReport &R, llvm::json::Path At);

} // namespace fdtidy::report

#endif // FDTIDY_TOOL_REPORT_UNITREPORT_H
