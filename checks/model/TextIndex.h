//===- TextIndex.h - Where the entries of a text begin ----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines TextIndex: the names in a table's text with their entries' spans,
// found by the beginnings of lines alone. Parsing the built-in table as YAML
// would cost every process milliseconds, and a translation unit calls few of
// its functions. For that the built-in files keep a stricter form, which a test
// checks: `- function:` in the first column with all names on that line, and
// effects indented by two spaces.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_MODEL_TEXTINDEX_H
#define FDTIDY_MODEL_TEXTINDEX_H

#include "model/EntryReader.h"

namespace fdtidy::model {

struct TextIndex {
  struct Span {
    Entry::Sort Which;
    bool MovesObligations = false;
    llvm::StringRef Text;
    llvm::SmallVector<llvm::StringRef, 2> Names;
  };
  std::vector<Span> Spans;

  explicit TextIndex(llvm::StringRef Text);
};

/// Whether a function with such an effect is of interest to the prefilter.
bool movesObligations(EffectKind Kind);

} // namespace fdtidy::model

#endif // FDTIDY_MODEL_TEXTINDEX_H
