//===- Constants.cpp - Named integers of a table ----------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "model/Constants.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace fdtidy::model {

SmallVector<StringRef> Constants::names() const {
  SmallVector<StringRef> Names(Values.keys());
  llvm::sort(Names);
  return Names;
}

} // namespace fdtidy::model
