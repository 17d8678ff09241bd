//===- IncludeCache.cpp - Who includes what, by the last scan -------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "IncludeCache.h"
#include "CacheFolder.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace json = llvm::json;

namespace fdtidy {

static std::string keyOf(const Unit &U, const Settings &Wanted) {
  return hashed(compilationOf(U, Wanted));
}

IncludeCache IncludeCache::load(StringRef Path, Warning Warn) {
  IncludeCache Result;
  if (Path.empty())
    return Result;
  Result.File = cachePath("includes-" + hashed(Path) + ".json");
  auto Text = llvm::MemoryBuffer::getFile(Result.File);
  if (!Text)
    return Result; // the first time
  if (!Result.read((*Text)->getBuffer())) {
    Result.Units.clear();
    Warn(Result.File + ": damaged; every unit is scanned again");
  }
  return Result;
}

bool IncludeCache::read(StringRef Text) {
  llvm::Expected<json::Value> Parsed = json::parse(Text);
  if (!Parsed) {
    llvm::consumeError(Parsed.takeError());
    return false;
  }
  const json::Object *Top = Parsed->getAsObject();
  if (!Top || Top->getInteger("version") != 1)
    return false;
  const json::Array *Files = Top->getArray("files");
  const json::Object *Known = Top->getObject("units");
  if (!Files || !Known)
    return false;
  for (const auto &[Key, Value] : *Known) {
    const json::Array *List = Value.getAsArray();
    if (!List || List->size() % 2 != 0)
      return false;
    std::vector<Seen> &Into = Units[StringRef(Key).str()];
    for (size_t I = 0; I < List->size(); I += 2) {
      std::optional<int64_t> At = (*List)[I].getAsInteger();
      std::optional<StringRef> Stamp = (*List)[I + 1].getAsString();
      if (!At || *At < 0 || size_t(*At) >= Files->size() || !Stamp)
        return false;
      std::optional<StringRef> Name = (*Files)[size_t(*At)].getAsString();
      if (!Name)
        return false;
      Into.emplace_back(Name->str(), Stamp->str());
    }
  }
  return true;
}

const std::string &IncludeCache::stamp(const std::string &Name) {
  auto [It, New] = Stamps.try_emplace(Name);
  fs::file_status Status;
  if (New && !fs::status(Name, Status))
    It->second =
        std::to_string(Status.getSize()) + "," +
        std::to_string(
            Status.getLastModificationTime().time_since_epoch().count());
  return It->second;
}

std::optional<std::vector<std::string>>
IncludeCache::included(const Unit &U, const Settings &Wanted,
                       const std::set<std::string> &Files) {
  auto Known = Units.find(*Used.insert(keyOf(U, Wanted)).first);
  if (Known == Units.end())
    return std::nullopt;
  std::vector<std::string> Result;
  for (const auto &[Name, Stamp] : Known->second) {
    const bool Asked = Files.count(Name) != 0;
    const std::string &Now = stamp(Name);
    if (Now.empty() || (Now != Stamp && !Asked))
      return std::nullopt;
    if (Asked)
      Result.push_back(Name);
  }
  return Result;
}

void IncludeCache::learn(const Unit &U, const Settings &Wanted,
                         const std::vector<std::string> &Files) {
  if (File.empty())
    return;
  std::vector<Seen> &Into = Units[*Used.insert(keyOf(U, Wanted)).first];
  Into.clear();
  for (const std::string &Name : Files)
    Into.emplace_back(Name, stamp(Name));
  Learned = true;
}

void IncludeCache::save(Warning Warn) const {
  if (!Learned)
    return;
  std::map<std::string, size_t> Indices;
  json::Array Files;
  json::Object Known;
  for (const auto &[Key, List] : Units) {
    if (!Used.count(Key))
      continue;
    json::Array Entry;
    for (const auto &[Name, Stamp] : List) {
      auto [It, New] = Indices.try_emplace(Name, Files.size());
      if (New)
        Files.push_back(json::fixUTF8(Name));
      Entry.push_back(int64_t(It->second));
      Entry.push_back(Stamp);
    }
    Known[Key] = std::move(Entry);
  }
  const std::error_code EC = writeWhole(
      File, json::Object{{"version", 1},
                         {"files", std::move(Files)},
                         {"units", std::move(Known)}});
  if (EC)
    Warn(File + ": " + EC.message() + "; who includes what is not kept");
}

} // namespace fdtidy
