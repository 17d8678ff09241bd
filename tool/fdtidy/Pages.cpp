//===- Pages.cpp - The checks' pages, embedded ----------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Pages.h"
#include "llvm/ADT/Twine.h"
#include <cstddef>

using llvm::StringRef;

namespace fdtidy {

// EmbedFile.cmake makes these of docs/checks/*.md and annotations.h.
extern const char CheckPagesText[];
extern const std::size_t CheckPagesSize;

static StringRef embedded(const llvm::Twine &File) {
  StringRef All(CheckPagesText, CheckPagesSize);
  const std::string Title = ("\n# file: " + File + "\n").str();
  size_t At = All.find(Title);
  if (At == StringRef::npos)
    return {};
  StringRef Page = All.drop_front(At + Title.size());
  return Page.take_front(Page.find("\n# file: "));
}

StringRef pageOf(StringRef Check) { return embedded(Check + ".md"); }

StringRef annotationsHeader() { return embedded("annotations.h"); }

/// The second column begins where the first line's widest gap ends.
static size_t secondColumn(StringRef First) {
  size_t Gap = First.find("  ", First.find_first_not_of(' '));
  return Gap == StringRef::npos ? Gap : First.find_first_not_of(' ', Gap);
}

Example exampleOf(StringRef Page) {
  Example Result;
  auto [Before, Block] = Page.split("```");
  Block = Block.split('\n').second.split("\n```").first;
  const size_t At = secondColumn(Block.split('\n').first);
  if (Block.empty() || At == StringRef::npos)
    return Result;
  while (!Block.empty()) {
    auto [Line, Rest] = Block.split('\n');
    Result.Flagged += Line.take_front(At).rtrim().str() + "\n";
    Result.Right += Line.substr(At).str() + "\n";
    Block = Rest;
  }
  return Result;
}

} // namespace fdtidy
