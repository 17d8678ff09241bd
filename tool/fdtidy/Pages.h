//===- Pages.h - The checks' pages, embedded --------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the pages of docs/checks inside the program, and their examples.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_TOOL_PAGES_H
#define FDTIDY_TOOL_PAGES_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace fdtidy {

/// The page of \p Check without links, or empty.
llvm::StringRef pageOf(llvm::StringRef Check);

/// The text of <fdtidy/annotations.h>.
llvm::StringRef annotationsHeader();

/// The two columns of a page's first block of code.
struct Example {
  std::string Flagged, Right;
};
/// Both are empty if \p Page has no such block.
Example exampleOf(llvm::StringRef Page);

} // namespace fdtidy

#endif // FDTIDY_TOOL_PAGES_H
