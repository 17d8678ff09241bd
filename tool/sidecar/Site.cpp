//===- Site.cpp - A configuration on this machine -------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the resolution of a whole configuration.
//===----------------------------------------------------------------------===//
#include "Site.h"
#include "ConfigFile.h"

namespace sidecar {

std::vector<size_t> startOrder(const std::vector<DaemonConfig> &Daemons) {
  std::vector<size_t> Order;
  std::vector<bool> Placed(Daemons.size());
  auto Place = [&](auto &Self, size_t I) -> void {
    if (Placed[I])
      return;
    Placed[I] = true; // there are no cycles: the reader has seen to that
    for (const std::string &After : Daemons[I].After)
      for (size_t J = 0; J < Daemons.size(); ++J)
        if (Daemons[J].Name == After)
          Self(Self, J);
    Order.push_back(I);
  };
  for (size_t I = 0; I < Daemons.size(); ++I)
    Place(Place, I);
  return Order;
}

namespace {
/// What is to be done for each log file of a daemon.
template <typename F>
void forEachLog(DaemonPlan &Plan, const KeyPlaces &Where, Problems &Errors,
                F &&Do) {
  auto One = [&](const char *Key, const StreamRules &Rules,
                 std::shared_ptr<LogFile> &File) {
    if (Rules.Kind != StreamKind::File || !Rules.Path.starts_with('/'))
      return;
    if (Result<void> Done = Do(Rules, File); !Done)
      Errors.add(Where.of(Key) + Done.error().message(), Done.error().Number);
  };
  One("stdout", Plan.Config.Stdout, Plan.OutFile);
  One("stderr", Plan.Config.Stderr, Plan.ErrFile);
}
} // namespace

SiteReading readSite(const std::string &Path, LogFiles *Files) {
  SiteReading Out;
  ConfigReading Read = readConfigFile(Path);
  for (std::string &E : Read.Errors)
    Out.Errors.add(std::move(E), Read.Number);
  if (!Read.Value && !Read.Rest)
    return Out;
  Site S;
  S.Global = std::move(Read.Value ? *Read.Value : *Read.Rest);
  for (size_t I = 0; I < S.Global.Daemons.size(); ++I) {
    const DaemonConfig &D = S.Global.Daemons[I];
    const KeyPlaces &Where = Read.Places[I];
    DaemonPlan &Plan = S.Daemons.emplace_back();
    Plan.Config = D;
    Plan.Exec = resolve(D.Exec, Where, Out.Errors);
    Plan.Ready = resolve(D.Ready, D.Exec, Where, Out.Errors);
    forEachLog(Plan, Where, Out.Errors, [](const StreamRules &Rules, auto &) {
      return LogFile::tryPath(Rules.Path);
    });
  }
  if (!Read.Value) // wrong, whatever the system has not enough of
    Out.Errors.OsFailure = false;
  // Nothing is made for what is wrong elsewhere.
  for (size_t I = 0; Files && Out.Errors.empty() && I < S.Daemons.size(); ++I)
    forEachLog(S.Daemons[I], Read.Places[I], Out.Errors,
               [&](const StreamRules &Rules,
                   std::shared_ptr<LogFile> &To) -> Result<void> {
                 Result<std::shared_ptr<LogFile>> File = Files->get(Rules);
                 if (!File)
                   return File.error();
                 To = std::move(*File);
                 return {};
               });
  if (Out.Errors.empty())
    Out.Value = std::move(S);
  return Out;
}

} // namespace sidecar
