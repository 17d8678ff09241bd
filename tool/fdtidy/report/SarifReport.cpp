//===- SarifReport.cpp - For platforms that annotate code -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SARIF 2.1.0, OASIS Standard: one run; a rule for each row of Checks.def; the
// path as a code flow; paths from the top of the project, as GitHub wants them.
//===----------------------------------------------------------------------===//
#include "Database.h"
#include "Version.h"
#include "report/Report.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace fdtidy::report {

static json::Object text(StringRef Text) {
  return json::Object{{"text", json::fixUTF8(Text)}};
}

/// The characters that a URI may hold as they are, RFC 3986; and the slash.
static std::string uri(StringRef Path) {
  std::string Result;
  for (unsigned char C : Path)
    if (isAlnum(char(C)) || StringRef("-._~/").contains(char(C)))
      Result += char(C);
    else
      Result += ("%" + Twine(hexdigit(C >> 4)) + Twine(hexdigit(C & 15))).str();
  return Result;
}

static json::Object artifact(const Report &R, StringRef File) {
  std::string Below = relativeTo(File, R.Root);
  if (Below == File) // not the project's
    return json::Object{{"uri", "file://" + uri(File)}};
  return json::Object{{"uri", uri(Below)}, {"uriBaseId", "ROOT"}};
}

static json::Object location(const Report &R, const Position &At) {
  json::Object Region;
  if (At.Line) // SARIF counts from 1
    Region["startLine"] = At.Line;
  if (At.Line && At.Column)
    Region["startColumn"] = At.Column;
  json::Object Physical{{"artifactLocation", artifact(R, At.File)}};
  if (!Region.empty())
    Physical["region"] = std::move(Region);
  return json::Object{{"physicalLocation", std::move(Physical)}};
}

static json::Object step(const Report &R, const Position &At, StringRef Text) {
  json::Object Where = location(R, At);
  Where["message"] = text(Text);
  return json::Object{{"location", std::move(Where)}};
}

static json::Array rules() {
  json::Array Result;
#define FD_CHECK(Enum, Name, Default, CWE, Summary)                            \
  Result.push_back(json::Object{                                               \
      {"id", Name},                                                            \
      {"name", #Enum},                                                         \
      {"shortDescription", text(Summary)},                                     \
      {"defaultConfiguration", json::Object{{"level", "warning"}}},            \
      {"properties",                                                           \
       json::Object{{"tags", json::Array{"external/cwe/cwe-" #CWE}}}}});
#include "solve/Checks.def"
  return Result;
}

static int ruleIndex(StringRef Check) {
  int Index = 0;
#define FD_CHECK(Enum, Name, Default, CWE, Summary)                            \
  if (Check == Name)                                                           \
    return Index;                                                              \
  ++Index;
#include "solve/Checks.def"
  return -1;
}

static json::Object result(const Report &R, const Finding &F) {
  json::Array Steps;
  for (const Step &S : F.Path)
    Steps.push_back(step(R, S.At, S.Text));
  json::Object Where = location(R, F.At);
  Where["logicalLocations"] = json::Array{json::Object{
      {"fullyQualifiedName", json::fixUTF8(F.Function)}, {"kind", "function"}}};
  json::Object Result{
      {"ruleId", F.Check},
      {"ruleIndex", ruleIndex(F.Check)},
      {"level", "warning"},
      {"message", text(F.Message)},
      {"locations", json::Array{std::move(Where)}},
      {"partialFingerprints", json::Object{{"fdtidy/v1", F.Fingerprint}}}};
  if (!Steps.empty())
    Result["codeFlows"] = json::Array{json::Object{
        {"threadFlows",
         json::Array{json::Object{{"locations", std::move(Steps)}}}}}};
  return Result;
}

void writeSarif(raw_ostream &OS, const Report &R) {
  json::Array Results, Notifications;
  for (const Finding &F : R.Findings)
    Results.push_back(result(R, F));
  for (const UnitReport &U : R.NotAnalysed)
    Notifications.push_back(json::Object{
        {"level", "error"},
        {"message", text("not analysed: " + U.NotAnalysed)},
        {"locations", json::Array{location(R, {U.File, 0, 0})}}});
  json::Object Run{
      {"tool",
       json::Object{{"driver", json::Object{{"name", "fdtidy"},
                                            {"version", FDTIDY_VERSION},
                                            {"rules", rules()}}}}},
      {"originalUriBaseIds",
       json::Object{{"ROOT", json::Object{{"uri", "file://" + uri(R.Root) +
                                                      "/"}}}}},
      {"invocations",
       json::Array{json::Object{
           {"executionSuccessful", R.NotAnalysed.empty()},
           {"toolExecutionNotifications", std::move(Notifications)}}}},
      {"columnKind", "utf16CodeUnits"},
      {"results", std::move(Results)}};
  json::Value Log = json::Object{
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs", json::Array{std::move(Run)}}};
  OS << formatv("{0:2}", Log) << '\n';
}

} // namespace fdtidy::report
