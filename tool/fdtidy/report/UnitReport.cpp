//===- UnitReport.cpp - What came of one translation unit -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "report/UnitReport.h"

using namespace llvm;

namespace fdtidy::report {

/// JSON is UTF-8; a source or a file name need not be.
static std::string utf8(StringRef Text) { return json::fixUTF8(Text); }

static json::Array list(const std::vector<std::string> &Texts) {
  json::Array Result;
  for (const std::string &Text : Texts)
    Result.push_back(utf8(Text));
  return Result;
}

/// LLVM 19 maps no unsigned.
static bool count(json::ObjectMapper &O, StringLiteral Key, unsigned &Into) {
  int64_t Value = 0;
  if (!O.map(Key, Value))
    return false;
  Into = unsigned(Value);
  return true;
}

json::Value toJSON(const Position &P) {
  return json::Object{
      {"file", utf8(P.File)}, {"line", P.Line}, {"column", P.Column}};
}

json::Value toJSON(const Step &S) {
  return json::Object{{"at", toJSON(S.At)}, {"text", utf8(S.Text)}};
}

json::Value toJSON(const Finding &F) {
  return json::Object{{"check", F.Check},
                      {"message", utf8(F.Message)},
                      {"at", toJSON(F.At)},
                      {"path", json::Array(F.Path)},
                      {"function", utf8(F.Function)},
                      {"entity", utf8(F.Entity)},
                      {"callee", utf8(F.Callee)},
                      {"fingerprint", F.Fingerprint}};
}

json::Value toJSON(const UnitReport &R) {
  return json::Object{{"file", utf8(R.File)},
                      {"notAnalysed", utf8(R.NotAnalysed)},
                      {"functions", R.Functions},
                      {"acquisitions", R.Acquisitions},
                      {"pastBudget", R.PastBudget},
                      {"findings", json::Array(R.Findings)},
                      {"warnings", list(R.Warnings)},
                      {"read", list(R.Read)}};
}

bool fromJSON(const json::Value &V, Position &P, json::Path At) {
  json::ObjectMapper O(V, At);
  return O && O.map("file", P.File) && count(O, "line", P.Line) &&
         count(O, "column", P.Column);
}

bool fromJSON(const json::Value &V, Step &S, json::Path At) {
  json::ObjectMapper O(V, At);
  return O && O.map("at", S.At) && O.map("text", S.Text);
}

bool fromJSON(const json::Value &V, Finding &F, json::Path At) {
  json::ObjectMapper O(V, At);
  return O && O.map("check", F.Check) && O.map("message", F.Message) &&
         O.map("at", F.At) && O.map("path", F.Path) &&
         O.map("function", F.Function) && O.map("entity", F.Entity) &&
         O.map("callee", F.Callee) && O.map("fingerprint", F.Fingerprint);
}

bool fromJSON(const json::Value &V, UnitReport &R, json::Path At) {
  json::ObjectMapper O(V, At);
  return O && O.map("file", R.File) && O.map("notAnalysed", R.NotAnalysed) &&
         count(O, "functions", R.Functions) &&
         count(O, "acquisitions", R.Acquisitions) &&
         count(O, "pastBudget", R.PastBudget) && O.map("findings", R.Findings) &&
         O.map("warnings", R.Warnings) && O.map("read", R.Read);
}

} // namespace fdtidy::report
