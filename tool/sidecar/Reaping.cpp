//===- Reaping.cpp - What ends --------------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the reaping of children, in two steps: as long as a leader is a
// zombie, the number of its group is its own and what it left can be killed.
// No leader stays unreaped between two turns: it would hide others behind it.
//===----------------------------------------------------------------------===//
#include "Orphans.h"
#include "Supervisor.h"
#include <algorithm>
#include <sys/wait.h>

namespace sidecar {

/// In one turn. Orphans can be made faster than they are reaped, and a TERM
/// among them shall not wait for the last one.
static constexpr unsigned MostReaped = 32;

void Supervisor::reap() {
  struct Ended {
    size_t Order;
    Daemon *Which;
    Ending How;
  };
  std::vector<Ended> Leaders;
  MoreToReap = false;
  for (unsigned Count = 0;; ++Count) {
    if (Count == MostReaped) {
      MoreToReap = true;
      break;
    }
    siginfo_t Child{};
    if (::waitid(P_ALL, 0, &Child, WEXITED | WNOHANG | WNOWAIT) != 0) {
      if (errno == EINTR)
        continue;
      break; // ECHILD: none at all
    }
    if (Child.si_pid == 0)
      break;
    Ending How = Ending::fromWait(Child.si_code, Child.si_status);
    bool Success = How.What == Ending::Kind::Exited && How.Number == 0;
    for (size_t I = 0; I < Daemons.size(); ++I) {
      Daemon &D = *Daemons[I];
      if (D.hasProcess() && D.process().pid() == Child.si_pid) {
        D.beforeReap();
        if (D.plan().Config.Leftover == Leftover::Leave) {
          forgetEmptyGroups(Spared);
          Spared.insert(Child.si_pid);
        }
        Leaders.push_back({I, &D, How});
      } else {
        D.probeEnded(Child.si_pid, Success);
      }
    }
    while (::waitid(P_PID, id_t(Child.si_pid), &Child, WEXITED) != 0 &&
           errno == EINTR)
      ;
  }
  // Of those that are seen in one turn, the first to start counts first.
  std::sort(Leaders.begin(), Leaders.end(),
            [](const Ended &A, const Ended &B) { return A.Order < B.Order; });
  for (const Ended &E : Leaders)
    E.Which->leaderEnded(E.How);
  Swept = false;
}

void Supervisor::daemonEnded(Daemon &D, const Ending &How, bool Acceptable) {
  if (Doing == Phase::Running)
    return;
  bool OurKill = D.killedByUs() && How.What == Ending::Kind::Signalled &&
                 How.Number == SIGKILL;
  if (OurKill)
    Outcome.fix(ExitKilled, "killed", D.name(), How.text());
  else if (!Acceptable)
    Outcome.fix(How.code(), "shutdown", D.name(), How.text());
}

void Supervisor::daemonGaveUp(Daemon &D, const Ending &How) {
  if (!D.plan().Config.Critical)
    return;
  // Acceptable exits, but too many of them: still none that does its work.
  bool Acceptable = How.acceptable(D.plan().Config.SuccessExitCodes, 0);
  Outcome.fix(Acceptable ? 1 : How.code(), "daemon-failed", D.name(),
              How.text());
  beginShutdown("daemon-failed");
}

} // namespace sidecar
