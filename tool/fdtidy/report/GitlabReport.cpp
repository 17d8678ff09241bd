//===- GitlabReport.cpp - For GitLab's merge requests ---------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The code quality report that GitLab reads as an artifact: an array of issues with
// description, check_name, fingerprint, severity and location. Its widget has no
// steps, so the path follows the message.
//===----------------------------------------------------------------------===//
#include "Database.h"
#include "report/Report.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace fdtidy::report {

static json::Object location(const Report &R, const Position &At) {
  return json::Object{
      {"path", json::fixUTF8(relativeTo(At.File, R.Root))},
      {"lines", json::Object{{"begin", At.Line ? At.Line : 1}}}};
}

void writeGitlab(raw_ostream &OS, const Report &R) {
  json::Array Issues;
  for (const Finding &F : R.Findings) {
    std::string Text = F.Message;
    for (const Step &S : F.Path)
      Text += (Twine("; ") + S.Text + " (" + relativeTo(S.At.File, R.Root) +
               ":" + Twine(S.At.Line) + ")")
                  .str();
    Issues.push_back(json::Object{{"description", json::fixUTF8(Text)},
                                  {"check_name", F.Check},
                                  {"fingerprint", F.Fingerprint},
                                  {"severity", "major"},
                                  {"location", location(R, F.At)}});
  }
  for (const UnitReport &U : R.NotAnalysed)
    Issues.push_back(json::Object{
        {"description", json::fixUTF8("not analysed: " + U.NotAnalysed)},
        {"check_name", "fdtidy"},
        {"fingerprint", json::fixUTF8("fdtidy:" + relativeTo(U.File, R.Root))},
        {"severity", "blocker"},
        {"location", location(R, {U.File, 0, 0})}});
  OS << formatv("{0:2}", json::Value(std::move(Issues))) << '\n';
}

} // namespace fdtidy::report
