//===- SourceLines.h - The text that a report points at ---------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines SourceLines: files by line, each read once.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_REPORT_SOURCELINES_H
#define FDTIDY_TOOL_REPORT_SOURCELINES_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace fdtidy::report {

class SourceLines {
public:
  /// \p Contents decide over what is on disk.
  explicit SourceLines(const std::map<std::string, std::string> &Contents)
      : Contents(Contents) {}
  /// Line \p Line of \p File, from 1 on, without its end; empty if there is
  /// none.
  llvm::StringRef line(const std::string &File, unsigned Line);
  unsigned count(const std::string &File);

private:
  struct Text {
    std::unique_ptr<llvm::MemoryBuffer> Buffer;
    std::vector<llvm::StringRef> Lines;
  };
  const Text &text(const std::string &File);

  const std::map<std::string, std::string> &Contents;
  std::map<std::string, Text> Files;
};

} // namespace fdtidy::report

#endif // FDTIDY_TOOL_REPORT_SOURCELINES_H
