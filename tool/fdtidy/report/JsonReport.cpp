//===- JsonReport.cpp - For scripts ---------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "report/Report.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace fdtidy::report {

void writeJson(raw_ostream &OS, const Report &R) {
  json::Array Missing;
  for (const UnitReport &U : R.NotAnalysed)
    Missing.push_back(json::Object{{"file", json::fixUTF8(U.File)},
                                   {"why", json::fixUTF8(U.NotAnalysed)}});
  json::Value V = json::Object{{"version", 1},
                               {"units", R.Units},
                               {"functions", R.Functions},
                               {"acquisitions", R.Acquisitions},
                               {"known", R.Known},
                               {"findings", json::Array(R.Findings)},
                               {"notAnalysed", std::move(Missing)}};
  OS << formatv("{0:2}", V) << '\n';
}

} // namespace fdtidy::report
