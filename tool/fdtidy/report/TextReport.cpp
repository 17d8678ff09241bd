//===- TextReport.cpp - As a compiler prints diagnostics ------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "report/Report.h"
#include "report/SourceLines.h"
#include "llvm/Support/Format.h"

using llvm::StringRef;

namespace fdtidy::report {

/// \p Text up to \p Column as blanks of the same width, with tabs as they stand.
static std::string indentOf(StringRef Text, unsigned Column) {
  std::string Result;
  StringRef Before = Text.take_front(Column ? Column - 1 : 0);
  for (size_t I = 0; I < Before.size(); ++I) {
    if (Before[I] == '\t')
      Result += '\t';
    else if ((Before[I] & 0xC0) != 0x80) // not inside a character of UTF-8
      Result += ' ';
  }
  return Result;
}

static void writeAt(llvm::raw_ostream &OS, const Report &R, SourceLines &Lines,
                    const Position &At, StringRef Severity, StringRef Text,
                    const std::string &Tail) {
  OS << R.shown(At.File) << ':' << At.Line << ':' << At.Column << ": "
     << Severity << ": " << Text << Tail << '\n';
  StringRef Line = Lines.line(At.File, At.Line);
  if (Line.empty())
    return;
  OS << llvm::format("%5u", At.Line) << " | " << Line << '\n'
     << "      | " << indentOf(Line, At.Column) << "^\n";
}

void writeText(llvm::raw_ostream &OS, const Report &R) {
  SourceLines Lines(R.Contents);
  for (const Finding &F : R.Findings) {
    writeAt(OS, R, Lines, F.At, "warning", F.Message, " [" + F.Check + "]");
    for (const Step &S : F.Path)
      writeAt(OS, R, Lines, S.At, "note", S.Text, "");
  }
}

} // namespace fdtidy::report
