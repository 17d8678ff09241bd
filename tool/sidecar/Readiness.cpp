//===- Readiness.cpp - How a run tells that it is ready -------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the choice of a channel, and the resolution of its rules.
//===----------------------------------------------------------------------===//
#include "Readiness.h"
#include <cstring>
#include <netdb.h>

namespace sidecar {

static void resolveTcp(ReadyPlan &Plan, const KeyPlaces &Where,
                       Problems &Errors) {
  addrinfo Hints{};
  Hints.ai_socktype = SOCK_STREAM;
  addrinfo *List = nullptr;
  int Failure = ::getaddrinfo(Plan.Rules.Host.c_str(), Plan.Rules.Port.c_str(),
                              &Hints, &List);
  if (Failure != 0) {
    // EAI_AGAIN: no server of names answers, and the name may be right.
    int Number = Failure == EAI_SYSTEM   ? errno
                 : Failure == EAI_MEMORY ? ENOMEM
                 : Failure == EAI_AGAIN  ? EAGAIN
                                         : 0;
    Errors.add(Where.of("ready.tcp") + Plan.Rules.Host + ":" +
                   Plan.Rules.Port + ": " +
                   (Failure == EAI_SYSTEM ? std::strerror(Number)
                                          : ::gai_strerror(Failure)),
               Number);
    return;
  }
  for (addrinfo *A = List; A; A = A->ai_next) {
    ReadyPlan::Address Address{};
    std::memcpy(&Address.Storage, A->ai_addr, A->ai_addrlen);
    Address.Size = A->ai_addrlen;
    Plan.Addresses.push_back(Address);
  }
  ::freeaddrinfo(List);
}

ReadyPlan resolve(const ReadyRules &Rules, const ExecRules &Exec,
                  const KeyPlaces &Where, Problems &Errors) {
  ReadyPlan Plan;
  Plan.Rules = Rules;
  if (Rules.Kind == ReadyKind::Exec)
    Plan.Probe =
        withCommand(Exec, Rules.Command, "ready.exec", Where, Errors);
  if (Rules.Kind == ReadyKind::Tcp)
    resolveTcp(Plan, Where, Errors);
  return Plan;
}

namespace {
/// `none`: ready as soon as it runs.
class AtExec : public Readiness {
public:
  explicit AtExec(RunObserver &Told) : Told(Told) {}
  void begin() override { Told.becameReady(); }

private:
  RunObserver &Told;
};
} // namespace

Result<std::unique_ptr<Readiness>> Readiness::open(const Setup &How) {
  switch (How.Plan.Rules.Kind) {
  case ReadyKind::None:
    return std::unique_ptr<Readiness>(new AtExec(How.Told));
  case ReadyKind::Exit: // the daemon's end says it
    return std::make_unique<Readiness>();
  case ReadyKind::NotifyFd:
    return openNotifyFd(How);
  case ReadyKind::NotifySocket:
    return openNotifySocket(How);
  case ReadyKind::Exec:
    return makeExecProbe(How);
  case ReadyKind::Tcp:
    return makeTcpProbe(How);
  }
  return Error{"", 0, "unknown kind of readiness"};
}

} // namespace sidecar
