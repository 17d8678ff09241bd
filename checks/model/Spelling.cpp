//===- Spelling.cpp - What was probably meant -------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "model/Spelling.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace fdtidy::model {

std::string suggestion(StringRef Word, ArrayRef<StringRef> Known,
                       StringRef Otherwise) {
  // A third of the letters may be wrong: 'aquires' is 'acquires', and 'kind' is
  // not 'end'.
  unsigned Best = Word.size() / 3 + 1;
  StringRef Nearest;
  for (StringRef K : Known) {
    unsigned Distance = Word.edit_distance(K, /*AllowReplacements=*/true, Best);
    if (Distance < Best) {
      Best = Distance;
      Nearest = K;
    }
  }
  if (Nearest.empty())
    return Otherwise.str();
  return "; did you mean '" + Nearest.str() + "'?";
}

std::string oneOf(ArrayRef<StringRef> Known) {
  return "; one of " + join(Known, ", ");
}

} // namespace fdtidy::model
