//===- Spawn.cpp - Starting a process -------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the parent's side of a spawn: all memory is ready before the fork.
//===----------------------------------------------------------------------===//
#include "Spawn.h"
#include <sys/syscall.h>

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif

namespace sidecar {

void Process::signalLeader(int Signal) const {
  if (PidFd &&
      ::syscall(SYS_pidfd_send_signal, PidFd.raw(), Signal, nullptr, 0) == 0)
    return;
  ::kill(Pid, Signal); // unreaped, so the number is still its own
}

void Process::signalGroup(int Signal) const {
  if (::kill(-Pid, Signal) != 0 && errno == ESRCH)
    signalLeader(Signal);
}

Result<void> setNonBlocking(BorrowedFd Fd) {
  int Flags = ::fcntl(Fd.raw(), F_GETFL);
  if (Flags < 0 || ::fcntl(Fd.raw(), F_SETFL, Flags | O_NONBLOCK) != 0)
    return Error::last("fcntl", "O_NONBLOCK");
  return {};
}

/// The null-terminated array that execve wants; borrows the strings.
static std::vector<char *> pointers(const std::vector<std::string> &Strings,
                                    const std::string &Extra = {}) {
  std::vector<char *> Out;
  Out.reserve(Strings.size() + 2);
  for (const std::string &S : Strings)
    Out.push_back(const_cast<char *>(S.c_str())); // execve writes to none
  if (!Extra.empty())
    Out.push_back(const_cast<char *>(Extra.c_str()));
  Out.push_back(nullptr);
  return Out;
}

Result<Spawned> spawn(const ExecPlan &Plan, const ChildDescriptors &Descriptors,
                      const std::string &ExtraEnv, bool DieWithParent) {
  std::vector<char *> Argv = pointers(Plan.Argv);
  std::vector<char *> Env = pointers(Plan.Env, ExtraEnv);
  std::vector<char *> Candidates = pointers(Plan.Candidates);
  std::string OomScore =
      Plan.OomScoreAdj ? std::to_string(*Plan.OomScoreAdj) : "";

  std::optional<Pipe> Errors = Pipe::open();
  if (!Errors)
    return Error::last("pipe2", "error pipe");
  if (Result<void> Set = setNonBlocking(Errors->Read.borrow()); !Set)
    return Set.error();

  ChildSetup Setup{};
  Setup.Argv = Argv.data();
  Setup.Env = Env.data();
  Setup.Candidates = Candidates.data();
  Setup.Cwd = Plan.Cwd.empty() ? nullptr : Plan.Cwd.c_str();
  Setup.Umask = Plan.Umask;
  Setup.Ids = Plan.Ids ? &*Plan.Ids : nullptr;
  Setup.Limits = Plan.Limits.data();
  Setup.LimitCount = Plan.Limits.size();
  Setup.OomScore = OomScore.empty() ? nullptr : OomScore.c_str();
  Setup.NoNewPrivs = Plan.NoNewPrivs;
  Setup.DieWith = DieWithParent ? ::getpid() : 0;
  Setup.Stdin = Descriptors.Stdin;
  Setup.Stdout = Descriptors.Stdout;
  Setup.Stderr = Descriptors.Stderr;
  Setup.Notify = Descriptors.Notify;
  Setup.NotifyTarget = Descriptors.NotifyTarget;
  Setup.ErrorPipe = Errors->Write.borrow();

  pid_t Pid = ::fork();
  if (Pid < 0)
    return Error::last("fork");
  if (Pid == 0)
    runChild(Setup);
  OwnedFd PidFd(int(::syscall(SYS_pidfd_open, Pid, 0)));
  return Spawned{Process(Pid, std::move(PidFd)), std::move(Errors->Read)};
}

} // namespace sidecar
