//===- Constants.h - Named integers of a table ------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Constants: the names that tests and guards may use, O_CLOEXEC and its
// like. Their values are those of Linux's generic ABI, which x86, Arm, RISC-V
// and PowerPC share as far as the built-in table needs them.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_MODEL_CONSTANTS_H
#define FDTIDY_MODEL_CONSTANTS_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include <cstdint>
#include <optional>

namespace fdtidy::model {

class Constants {
public:
  std::optional<int64_t> find(llvm::StringRef Name) const {
    auto It = Values.find(Name);
    if (It == Values.end())
      return std::nullopt;
    return It->second;
  }
  void set(llvm::StringRef Name, int64_t Value) { Values[Name] = Value; }

  /// In alphabetical order.
  llvm::SmallVector<llvm::StringRef> names() const;

private:
  llvm::StringMap<int64_t> Values;
};

} // namespace fdtidy::model

#endif // FDTIDY_MODEL_CONSTANTS_H
