//===- FunctionModel.cpp - What a library function does ---------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "model/FunctionModel.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace fdtidy::model {

static bool has(const FunctionModel &F, EffectKind Kind) {
  return any_of(F.Effects, [&](const Effect &E) { return E.Kind == Kind; });
}

bool FunctionModel::acquires() const { return has(*this, EffectKind::Acquire); }

bool FunctionModel::releases() const {
  return has(*this, EffectKind::Release) ||
         has(*this, EffectKind::ReleaseRange);
}

} // namespace fdtidy::model
