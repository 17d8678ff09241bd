//===- HtmlReport.cpp - A page to read ------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One page without scripts or references: a list of what was found, then each
// finding with its source and the steps of its path under their lines.
//===----------------------------------------------------------------------===//
#include "report/Report.h"
#include "report/SourceLines.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>
#include <map>

using namespace llvm;

namespace fdtidy::report {

static constexpr StringRef Head = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>fdtidy report</title>
<style>
:root { color-scheme: light dark; --line: #8884; --dim: #777; --mark: #d9480f;
  --step: #1c6fd4; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.05rem; margin: 0 0 .2rem; }
section { border-top: 1px solid var(--line); padding: 1.2rem 0; }
a { color: inherit; } .dim { color: var(--dim); } ol { padding-left: 1.6rem; }
.check { color: var(--mark); font-weight: 600; }
pre { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px;
  padding: .6rem 0; font: 13px/1.55 ui-monospace, monospace; margin: .6rem 0; }
pre div { padding: 0 .8rem; } pre .no { color: var(--dim); display: inline-block;
  width: 3.5rem; text-align: right; margin-right: 1rem; user-select: none; }
pre .hit { background: #d9480f22; } pre .on { background: #1c6fd418; }
pre .note { white-space: pre-wrap; padding-left: 5.5rem; color: var(--step); }
pre .note.loss { color: var(--mark); } pre .file { color: var(--dim);
  border-top: 1px solid var(--line); margin-top: .4rem; padding-top: .3rem; }
pre .file:first-child { border: 0; margin: 0; padding-top: 0; }
</style></head><body>
)";

static std::string escaped(StringRef Text) {
  std::string Result;
  raw_string_ostream OS(Result);
  printHTMLEscaped(Text, OS);
  return Result;
}

namespace {

/// What stands under the lines of one file.
using Remarks = std::map<unsigned, std::vector<std::string>>;

/// Lines that are shown around one with a remark.
constexpr unsigned Around = 3;

void writeFile(raw_ostream &OS, const Report &R, SourceLines &Lines,
               const std::string &File, const Remarks &At, unsigned Hit) {
  OS << "<div class=file>" << escaped(R.shown(File)) << "</div>";
  unsigned Last = 0;
  const unsigned End = Lines.count(File);
  for (const auto &[Line, Texts] : At) {
    const unsigned From = std::max(Line > Around ? Line - Around : 1, Last + 1);
    if (Last && From > Last + 1)
      OS << "<div class=dim><span class=no>&#8942;</span></div>";
    auto Next = At.upper_bound(Line);
    unsigned To = std::min(Line + Around, End);
    if (Next != At.end())
      To = std::min(To, Next->first - 1);
    for (unsigned N = From; N <= std::max(To, Line); ++N) {
      OS << "<div" << (N == Hit ? " class=hit" : N == Line ? " class=on" : "")
         << "><span class=no>" << N << "</span>"
         << escaped(Lines.line(File, N)) << "</div>";
      if (N == Line)
        for (const std::string &Text : Texts)
          OS << Text;
      Last = N;
    }
  }
}

void writeFinding(raw_ostream &OS, const Report &R, SourceLines &Lines,
                  const Finding &F, unsigned Number) {
  OS << "<section id=f" << Number << "><h2>" << escaped(F.Message)
     << "</h2><div><span class=check>" << F.Check << "</span> <span class=dim>"
     << escaped(R.shown(F.At.File)) << ':' << F.At.Line << ':' << F.At.Column
     << (F.Function.empty() ? "" : " in ") << escaped(F.Function)
     << ", fingerprint " << F.Fingerprint << "</span></div><pre>";
  std::vector<std::string> Order{F.At.File};
  std::map<std::string, Remarks> Files;
  Files[F.At.File][F.At.Line].push_back("<div class='note loss'>&#9650; " +
                                        escaped(F.Message) + "</div>");
  for (size_t I = 0; I < F.Path.size(); ++I) {
    const Step &S = F.Path[I];
    if (!is_contained(Order, S.At.File))
      Order.push_back(S.At.File);
    Files[S.At.File][S.At.Line].push_back(
        (I + 1 == F.Path.size() ? "<div class='note loss'>" :
                                  "<div class=note>") +
        std::to_string(I + 1) + ". " + escaped(S.Text) + "</div>");
  }
  for (const std::string &File : Order)
    writeFile(OS, R, Lines, File, Files[File],
              File == F.At.File ? F.At.Line : 0);
  OS << "</pre></section>\n";
}

} // namespace

void writeHtml(raw_ostream &OS, const Report &R) {
  SourceLines Lines(R.Contents);
  OS << Head << "<h1>fdtidy: " << R.Findings.size() << " finding"
     << (R.Findings.size() == 1 ? "" : "s") << "</h1><p class=dim>" << R.Units
     << " translation units, " << R.Functions << " functions, "
     << R.Acquisitions << " acquisitions analysed";
  if (R.Known)
    OS << "; " << R.Known << " known findings left out";
  OS << ".</p>\n";
  if (!R.NotAnalysed.empty()) {
    OS << "<section><h2>Not analysed</h2><ul>";
    for (const UnitReport &U : R.NotAnalysed)
      OS << "<li>" << escaped(R.shown(U.File)) << ": "
         << escaped(U.NotAnalysed) << "</li>";
    OS << "</ul></section>\n";
  }
  OS << "<ol>";
  for (size_t I = 0; I < R.Findings.size(); ++I) {
    const Finding &F = R.Findings[I];
    OS << "<li><a href='#f" << I + 1 << "'>" << escaped(R.shown(F.At.File))
       << ':' << F.At.Line << "</a> <span class=check>" << F.Check << "</span> "
       << escaped(F.Message) << "</li>\n";
  }
  OS << "</ol>\n";
  for (size_t I = 0; I < R.Findings.size(); ++I)
    writeFinding(OS, R, Lines, R.Findings[I], unsigned(I + 1));
  OS << "</body></html>\n";
}

} // namespace fdtidy::report
