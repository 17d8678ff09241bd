//===- Baseline.cpp - Findings that are known -----------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "report/Baseline.h"
#include "Database.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace llvm;

namespace fdtidy::report {

Expected<std::set<std::string>> readBaseline(StringRef Path) {
  auto Buffer = MemoryBuffer::getFile(Path);
  if (!Buffer)
    return createStringError(Path + ": " + Buffer.getError().message() +
                             "; write it with 'fdtidy baseline'");
  Expected<json::Value> V = json::parse((*Buffer)->getBuffer());
  if (!V)
    return createStringError(Path + ": " + toString(V.takeError()));
  const json::Object *Top = V->getAsObject();
  const json::Array *List = Top ? Top->getArray("findings") : nullptr;
  if (!List || Top->getInteger("version") != 1)
    return createStringError(Path + ": not a baseline of version 1; write it "
                                    "with 'fdtidy baseline'");
  std::set<std::string> Result;
  for (const json::Value &Entry : *List) {
    const json::Object *O = Entry.getAsObject();
    auto Print = O ? O->getString("fingerprint") : std::nullopt;
    if (!Print)
      return createStringError(Path + ": an entry without a fingerprint");
    Result.insert(Print->str());
  }
  return Result;
}

void writeBaseline(raw_ostream &OS, const Report &R) {
  std::vector<std::string> Lines;
  for (const Finding &F : R.Findings) {
    std::string Line;
    raw_string_ostream Into(Line);
    json::OStream J(Into);
    J.object([&] { // in this order: by file is how people look for them
      J.attribute("file", json::fixUTF8(relativeTo(F.At.File, R.Root)));
      J.attribute("check", F.Check);
      J.attribute("function", json::fixUTF8(F.Function));
      J.attribute("callee", json::fixUTF8(F.Callee));
      J.attribute("fingerprint", F.Fingerprint);
    });
    Lines.push_back(std::move(Line));
  }
  sort(Lines);
  OS << "{\"version\": 1, \"findings\": [";
  for (size_t I = 0; I < Lines.size(); ++I)
    OS << (I ? ",\n" : "\n") << Lines[I];
  OS << (Lines.empty() ? "]}\n" : "\n]}\n");
}

} // namespace fdtidy::report
