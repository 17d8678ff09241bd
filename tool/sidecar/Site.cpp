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

SiteReading readSite(const std::string &Path, LogFiles *Files) {
  SiteReading Out;
  ConfigReading Read = readConfigFile(Path);
  for (std::string &E : Read.Errors)
    Out.Errors.add(std::move(E), Read.Number);
  if (!Read.Value)
    return Out;
  Site S;
  S.Global = std::move(*Read.Value);
  for (DaemonConfig &D : S.Global.Daemons) {
    std::string Where = Path + ": daemon." + D.Name;
    DaemonPlan Plan;
    Plan.Exec = resolve(D.Exec, Where, Out.Errors);
    Plan.Ready = resolve(D.Ready, D.Exec, Where, Out.Errors);
    auto Open = [&](const StreamRules &Rules, std::shared_ptr<LogFile> &To) {
      if (Rules.Kind != StreamKind::File)
        return;
      auto Wrong = [&](const Error &E) {
        Out.Errors.add(Where + ": " + E.message(), E.Number);
      };
      if (!Files) {
        if (Result<void> Tried = LogFile::tryPath(Rules.Path); !Tried)
          Wrong(Tried.error());
        return;
      }
      Result<std::shared_ptr<LogFile>> File = Files->get(Rules);
      if (File)
        To = std::move(*File);
      else
        Wrong(File.error());
    };
    Open(D.Stdout, Plan.OutFile);
    Open(D.Stderr, Plan.ErrFile);
    Plan.Config = D;
    S.Daemons.push_back(std::move(Plan));
  }
  if (Out.Errors.empty())
    Out.Value = std::move(S);
  return Out;
}

} // namespace sidecar
