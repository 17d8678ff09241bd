//===- Diagnostic.h - A finding in words ------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Diagnostic and Note: what the plugin and the driver print.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_DIAGNOSE_DIAGNOSTIC_H
#define FDTIDY_DIAGNOSE_DIAGNOSTIC_H

#include "ir/Module.h"
#include "solve/Finding.h"
#include <string>
#include <vector>

namespace fdtidy::diagnose {

/// One step of the path to a defect.
struct Note {
  ir::LocID At;
  std::string Text;
  bool operator==(const Note &) const = default;
};

struct Diagnostic {
  solve::CheckKind Check = solve::CheckKind::Leak;
  solve::Confidence Sure = solve::Confidence::Definite;
  ir::FunctionID In;
  ir::LocID At;
  std::string Message;     ///< one line, without the check's name
  std::vector<Note> Notes; ///< in the order of the path
  /// What mends it, if that is certain: all of them together.
  std::vector<ir::Edit> Fix;
  ir::StringID Callee; ///< who acquired, if known: part of its fingerprint
};

} // namespace fdtidy::diagnose

#endif // FDTIDY_DIAGNOSE_DIAGNOSTIC_H
