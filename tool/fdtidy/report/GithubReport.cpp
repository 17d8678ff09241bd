//===- GithubReport.cpp - For the log of a GitHub Actions job -------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Workflow commands, `::error file=F,line=L,col=C,title=T::MESSAGE`, which become
// annotations without an upload. In values % CR LF are escaped, in properties the
// separators : and , too.
//===----------------------------------------------------------------------===//
#include "Database.h"
#include "report/Report.h"

using llvm::StringRef;

namespace fdtidy::report {

static std::string escaped(StringRef Text, bool Property) {
  std::string Result;
  for (char C : Text) {
    if (C == '%')
      Result += "%25";
    else if (C == '\r')
      Result += "%0D";
    else if (C == '\n')
      Result += "%0A";
    else if (Property && C == ':')
      Result += "%3A";
    else if (Property && C == ',')
      Result += "%2C";
    else
      Result += C;
  }
  return Result;
}

static void writeCommand(llvm::raw_ostream &OS, const Report &R,
                         const Position &At, StringRef Title,
                         StringRef Message) {
  OS << "::error file=" << escaped(relativeTo(At.File, R.Root), true);
  if (At.Line)
    OS << ",line=" << At.Line << ",col=" << At.Column;
  OS << ",title=" << escaped(Title, true) << "::" << escaped(Message, false)
     << '\n';
}

void writeGithub(llvm::raw_ostream &OS, const Report &R) {
  for (const Finding &F : R.Findings) {
    std::string Text = F.Message;
    for (const Step &S : F.Path)
      Text += "\n" + relativeTo(S.At.File, R.Root) + ":" +
              std::to_string(S.At.Line) + ": " + S.Text;
    writeCommand(OS, R, F.At, F.Check, Text);
  }
  for (const UnitReport &U : R.NotAnalysed)
    writeCommand(OS, R, {U.File, 0, 0}, "fdtidy",
                 "not analysed: " + U.NotAnalysed);
}

} // namespace fdtidy::report
