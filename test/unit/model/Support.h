//===- Support.h - Tables and models as text in tests -----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_UNIT_MODEL_SUPPORT_H
#define FDTIDY_UNIT_MODEL_SUPPORT_H

#include "model/FunctionModel.h"
#include "model/Printer.h"
#include "gtest/gtest.h"

namespace fdtidy::model {

/// The error of adding \p Text to \p T as site.yaml, or "".
inline std::string errorOf(Table &T, llvm::StringRef Text) {
  return llvm::toString(T.addText(Text, "site.yaml"));
}

/// Each effect of a function on a line of its own, as the printer writes it.
inline std::string effects(const FunctionModel *F) {
  if (!F)
    return "no model";
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  for (const Effect &E : F->Effects) {
    OS << (Text.empty() ? "" : "\n");
    print(OS, E);
  }
  return Text;
}

/// The effects of the built-in function of that name.
inline std::string builtin(llvm::StringRef Name, unsigned Arguments) {
  static const Table T = Table::builtin();
  return effects(T.find(Name, /*Method=*/false, Arguments));
}

} // namespace fdtidy::model

#endif // FDTIDY_UNIT_MODEL_SUPPORT_H
