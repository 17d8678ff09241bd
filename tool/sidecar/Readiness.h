//===- Readiness.h - How a run tells that it is ready -----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Readiness, the channel of one incarnation, and ReadyPlan, what its
// rules mean on this machine. One class per kind: Notify.cpp, Probe.cpp.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_READINESS_H
#define SIDECAR_READINESS_H

#include "EventLoop.h"
#include "ExecPlan.h"
#include "RunObserver.h"
#include <cstring>
#include <sys/socket.h>

namespace sidecar {

struct ReadyPlan {
  ReadyRules Rules;
  std::optional<ExecPlan> Probe; // ready = { exec = … }
  struct Address {
    sockaddr_storage Storage{}; // zero behind Size
    socklen_t Size = 0;
    bool operator==(const Address &Other) const {
      return std::memcmp(&Storage, &Other.Storage, sizeof Storage) == 0;
    }
  };
  std::vector<Address> Addresses; // ready = { tcp = … }

  /// Whether the two reach the daemon in the same way: policy apart.
  bool sameForExec(const ReadyPlan &Other) const {
    return Rules.Kind == Other.Rules.Kind &&
           Rules.NotifyFd == Other.Rules.NotifyFd;
  }
};

/// Resolves \p Rules of a daemon that runs as \p Exec.
ReadyPlan resolve(const ReadyRules &Rules, const ExecRules &Exec,
                  const KeyPlaces &Where, Problems &Errors);

class Readiness {
public:
  virtual ~Readiness() = default;
  /// What the child gets as its notify-fd; none for the other kinds.
  virtual BorrowedFd childEnd() const { return {}; }
  virtual void closeChildEnd() {}
  /// NAME=value for the child's environment, or nothing.
  virtual std::string variable() const { return {}; }
  /// exec has succeeded.
  virtual void begin() {}
  /// The process has ended: nobody is told of anything any more.
  virtual void end() {}
  /// A reload may have changed how it is asked: that counts at once. A plan of
  /// another kind is for the next run.
  virtual void setPlan(const ReadyPlan &) {}
  /// Whether \p Pid was a probe of ours.
  virtual bool probeEnded(pid_t, bool) { return false; }

  struct Setup {
    EventLoop &Loop;
    RunObserver &Told;
    const ReadyPlan &Plan;
    BorrowedFd DevNull;
    std::string NotifyPath;    // of NOTIFY_SOCKET
    std::optional<uid_t> User; // who runs the daemon, if not ourselves
  };
  static Result<std::unique_ptr<Readiness>> open(const Setup &How);
};

Result<std::unique_ptr<Readiness>> openNotifyFd(const Readiness::Setup &How);
Result<std::unique_ptr<Readiness>>
openNotifySocket(const Readiness::Setup &How);
std::unique_ptr<Readiness> makeExecProbe(const Readiness::Setup &How);
std::unique_ptr<Readiness> makeTcpProbe(const Readiness::Setup &How);

} // namespace sidecar

#endif
