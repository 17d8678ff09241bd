//===- SourceLines.cpp - The text that a report points at -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "report/SourceLines.h"

using llvm::StringRef;

namespace fdtidy::report {

const SourceLines::Text &SourceLines::text(const std::string &File) {
  auto [It, New] = Files.try_emplace(File);
  Text &T = It->second;
  if (!New)
    return T;
  if (auto Given = Contents.find(File); Given != Contents.end()) {
    T.Buffer = llvm::MemoryBuffer::getMemBuffer(Given->second);
  } else {
    auto Buffer = llvm::MemoryBuffer::getFile(File);
    if (!Buffer)
      return T; // changed since: a report without the text is still a report
    T.Buffer = std::move(*Buffer);
  }
  for (StringRef Rest = T.Buffer->getBuffer(); !Rest.empty();) {
    auto [Line, After] = Rest.split('\n');
    Line.consume_back("\r");
    T.Lines.push_back(Line);
    Rest = After;
  }
  return T;
}

StringRef SourceLines::line(const std::string &File, unsigned Line) {
  const Text &T = text(File);
  return Line >= 1 && Line <= T.Lines.size() ? T.Lines[Line - 1] : StringRef();
}

unsigned SourceLines::count(const std::string &File) {
  return unsigned(text(File).Lines.size());
}

} // namespace fdtidy::report
