//===- TextIndex.cpp - Where the entries of a text begin --------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "model/TextIndex.h"

using namespace llvm;

namespace fdtidy::model {

bool movesObligations(EffectKind Kind) {
  return Kind == EffectKind::Acquire || Kind == EffectKind::Release ||
         Kind == EffectKind::ReleaseRange || Kind == EffectKind::Transfer ||
         Kind == EffectKind::Replace;
}

static bool isObligationKey(StringRef Line) {
  return Line.starts_with("acquires:") || Line.starts_with("releases") ||
         Line.starts_with("transfers:") || Line.starts_with("replaces:");
}

TextIndex::TextIndex(StringRef Text) {
  const char *EntryStart = nullptr;
  auto Finish = [&](const char *End) {
    if (EntryStart)
      Spans.back().Text = StringRef(EntryStart, End - EntryStart);
    EntryStart = nullptr;
  };
  while (!Text.empty()) {
    StringRef Line = Text.substr(0, Text.find('\n'));
    const char *Start = Text.data();
    Text = Text.drop_front(std::min(Line.size() + 1, Text.size()));
    if (Line.consume_front("  ")) {
      if (EntryStart && isObligationKey(Line))
        Spans.back().MovesObligations = true;
      continue;
    }
    if (!Line.consume_front("- "))
      continue;
    Finish(Start);
    auto [Key, Value] = Line.split(':');
    std::optional<Entry::Sort> Sort;
    if (Key == "function")
      Sort = Entry::Sort::Function;
    else if (Key == "method")
      Sort = Entry::Sort::Method;
    else if (Key == "type")
      Sort = Entry::Sort::Type;
    else if (Key == "constants")
      Sort = Entry::Sort::Constants;
    if (!Sort)
      continue;
    EntryStart = Start;
    Span &S = Spans.emplace_back();
    S.Which = *Sort;
    // Names hold no '#': what follows one is a comment.
    Value = Value.split('#').first.trim();
    if (Value.consume_front("["))
      Value.consume_back("]");
    while (!Value.empty()) {
      auto [Name, Others] = Value.split(',');
      S.Names.push_back(Name.trim());
      Value = Others;
    }
  }
  Finish(Text.data() + Text.size());
}

} // namespace fdtidy::model
