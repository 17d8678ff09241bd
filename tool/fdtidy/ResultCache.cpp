//===- ResultCache.cpp - What came of a unit, by what it read -------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ResultCache.h"
#include "CacheFolder.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace json = llvm::json;

namespace fdtidy {

/// This build of fdtidy: another one may find other things.
static std::string programStamp() {
  fs::file_status Status;
  const std::string Self = fs::getMainExecutable(nullptr, nullptr);
  if (fs::status(Self, Status))
    return "";
  return std::to_string(Status.getSize()) + "," +
         std::to_string(
             Status.getLastModificationTime().time_since_epoch().count());
}

ResultCache::ResultCache(StringRef Path, std::string Root, Warning Warn)
    : Root(std::move(Root)), Warn(std::move(Warn)) {
  if (!Path.empty())
    Folder = cachePath("results-" + hashed(Path));
}

std::string ResultCache::contentOf(const std::string &File,
                                   const Overlay &Changed) {
  if (auto Over = Changed.find(File); Over != Changed.end())
    return hashed(Over->second);
  auto [It, New] = OnDisk.try_emplace(File);
  if (New)
    if (auto Text = llvm::MemoryBuffer::getFile(File))
      It->second = hashed((*Text)->getBuffer());
  return It->second; // empty: it is not there
}

std::string ResultCache::fileOf(const Unit &U, const Settings &Wanted) {
  static const std::string Program = programStamp();
  std::string Text = compilationOf(U, Wanted) + Program + '\0' + Root + '\0' +
                     Wanted.HeaderFilter + '\0' + Wanted.HeadersExcluded + '\0';
  Wanted.Shared.store([&](StringRef Name, StringRef Value) {
    Text += (Name + "=" + Value).str() + '\0';
  });
  for (solve::CheckKind Check : Wanted.Checks)
    Text += std::to_string(unsigned(Check)) + ',';
  llvm::SmallVector<StringRef, 2> Tables;
  StringRef(Wanted.Shared.Models).split(Tables, ';', -1, /*KeepEmpty=*/false);
  for (StringRef Table : Tables)
    Text += contentOf(Table.trim().str(), {}) + ',';
  return Folder + "/" + hashed(Text) + ".json";
}

std::vector<ResultCache::Entry> ResultCache::load(const std::string &File) {
  auto Text = llvm::MemoryBuffer::getFile(File);
  if (!Text)
    return {}; // the first time
  auto Damaged = [&]() -> std::vector<Entry> {
    Warn(File + ": damaged; what it holds is found anew");
    return {};
  };
  llvm::Expected<json::Value> Parsed = json::parse((*Text)->getBuffer());
  if (!Parsed) {
    llvm::consumeError(Parsed.takeError());
    return Damaged();
  }
  const json::Object *Top = Parsed->getAsObject();
  const json::Array *Results =
      Top && Top->getInteger("version") == 1 ? Top->getArray("results") : nullptr;
  if (!Results)
    return Damaged();
  std::vector<Entry> Entries;
  for (const json::Value &V : *Results) {
    const json::Object *O = V.getAsObject();
    const json::Array *Read = O ? O->getArray("read") : nullptr;
    const json::Value *Report = O ? O->get("report") : nullptr;
    if (!Read || Read->size() % 2 != 0 || !Report)
      return Damaged();
    Entry E;
    json::Path::Root At("report");
    if (!fromJSON(*Report, E.Report, At))
      return Damaged();
    for (size_t I = 0; I < Read->size(); I += 2) {
      std::optional<StringRef> Name = (*Read)[I].getAsString();
      std::optional<StringRef> Hash = (*Read)[I + 1].getAsString();
      if (!Name || !Hash)
        return Damaged();
      E.Read.emplace_back(Name->str(), Hash->str());
    }
    Entries.push_back(std::move(E));
  }
  return Entries;
}

std::optional<report::UnitReport>
ResultCache::find(const Unit &U, const Settings &Wanted,
                  const Overlay &Changed) {
  if (Folder.empty())
    return std::nullopt;
  for (Entry &E : load(fileOf(U, Wanted)))
    if (!E.Read.empty() && llvm::all_of(E.Read, [&](const auto &File) {
          return contentOf(File.first, Changed) == File.second;
        }))
      return std::move(E.Report);
  return std::nullopt;
}

void ResultCache::learn(const Unit &U, const Settings &Wanted,
                        const Overlay &Changed, report::UnitReport R) {
  if (Folder.empty() || !R.NotAnalysed.empty() || R.Read.empty())
    return;
  constexpr size_t Kept = 4; // HEAD's, the change's, and those before
  const std::string File = fileOf(U, Wanted);
  Entry New;
  for (const std::string &Name : std::exchange(R.Read, {}))
    New.Read.emplace_back(Name, contentOf(Name, Changed));
  New.Report = std::move(R);
  std::vector<Entry> Entries = load(File);
  Entries.insert(Entries.begin(), std::move(New));
  Entries.resize(std::min(Entries.size(), Kept));
  json::Array Results;
  for (const Entry &E : Entries) {
    json::Array Read;
    for (const auto &[Name, Hash] : E.Read) {
      Read.push_back(json::fixUTF8(Name));
      Read.push_back(Hash);
    }
    Results.push_back(
        json::Object{{"read", std::move(Read)}, {"report", toJSON(E.Report)}});
  }
  const std::error_code EC = writeWhole(
      File, json::Object{{"version", 1}, {"results", std::move(Results)}});
  if (EC && !std::exchange(Failed, true))
    Warn(File + ": " + EC.message() + "; what is found is not kept");
}

} // namespace fdtidy
