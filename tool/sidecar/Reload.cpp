//===- Reload.cpp - Another configuration ---------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the reload: everything is read, resolved, opened and bound before
// the first daemon is touched; then plans are exchanged, and what has changed
// for exec restarts in order, stopping from the end, starting from the front.
//===----------------------------------------------------------------------===//
#include "Supervisor.h"
#include <algorithm>

namespace sidecar {

void Supervisor::reload() {
  auto Refuse = [&](const std::vector<std::string> &Errors) {
    Events.write("reload-refused", [&](JsonText &J) {
      J.key("errors").beginArray();
      for (const std::string &E : Errors)
        J.value(std::string_view(E));
      J.endArray();
    });
  };
  if (shuttingDown())
    return Refuse({"sidecar is shutting down"});
  SiteReading Read = readSite(How.ConfigPath, &Files);
  becomeQuiet();
  if (Read.Value)
    if (Result<void> Bound = listen(Read.Value->Global.ControlSocket); !Bound) {
      Read.Errors.add(Bound.error().message());
      Read.Value.reset();
    }
  if (!Read.Value)
    return Refuse(Read.Errors.Texts);
  applyGlobals(Read.Value->Global);
  std::vector<std::unique_ptr<Daemon>> Next;
  std::vector<Daemon *> ToStart;
  for (size_t I : startOrder(Read.Value->Global.Daemons)) {
    DaemonPlan &Plan = Read.Value->Daemons[I];
    auto Known = std::find_if(Daemons.begin(), Daemons.end(), [&](auto &D) {
      return D && !D->Removed && D->name() == Plan.Config.Name;
    });
    if (Known == Daemons.end()) {
      bool Start = Plan.Config.Start;
      Next.push_back(std::make_unique<Daemon>(Host, std::move(Plan)));
      Next.back()->Late = true;
      if (Start)
        ToStart.push_back(Next.back().get());
      continue;
    }
    Daemon &D = **Known;
    D.ReloadPending = D.ReloadPending || !D.plan().sameForExec(Plan);
    D.setPlan(std::move(Plan));
    Next.push_back(std::move(*Known));
  }
  for (std::unique_ptr<Daemon> &D : Daemons)
    if (D) {
      D->Removed = true;
      D->ReloadPending = false;
      D->apply(Event::Shutdown);
      Next.push_back(std::move(D));
    }
  Daemons = std::move(Next);
  for (Daemon *D : ToStart)
    D->apply(Event::Start);
  ++Reloads;
  Events.write("reloaded", [](JsonText &) {});
}

/// Stops what has changed or is gone, as soon as nothing that is after it has
/// still to do so. What is up again waits, in released(), for the same order.
void Supervisor::advanceReload() {
  if (shuttingDown())
    return;
  for (size_t I = Daemons.size(); I-- > 0;) {
    Daemon &D = *Daemons[I];
    bool Leaves = D.Removed && D.hasProcess() && D.state() != State::Stopping;
    if (!Leaves && !D.ReloadPending)
      continue;
    bool Busy = false;
    forEachDependent(D, [&](const Daemon &Other) {
      Busy = Busy || Other.ReloadPending || Other.state() == State::Stopping ||
             (Other.Removed && Other.hasProcess());
    });
    if (Busy)
      continue;
    if (Leaves) {
      D.apply(Event::Stop);
      continue;
    }
    D.ReloadPending = false;
    D.Ordered = true;
    D.apply(Event::Reload);
  }
}

} // namespace sidecar
