//===- Orphans.cpp - Children that are no daemon's leader -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the search for our children in /proc.
//===----------------------------------------------------------------------===//
#include "Orphans.h"
#include "Directory.h"
#include "ProcStat.h"
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sidecar {

void adoptOrphans() {
  // PID 1 is every orphan's parent anyway.
  if (::getpid() != 1)
    (void)::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

void forgetEmptyGroups(std::set<pid_t> &Spared) {
  std::erase_if(Spared, [](pid_t Group) {
    return ::kill(-Group, 0) != 0 && errno == ESRCH;
  });
}

OrphanSweep killOrphans(const std::set<pid_t> &Spared) {
  siginfo_t Any{};
  if (::waitid(P_ALL, 0, &Any, WEXITED | WNOHANG | WNOWAIT) != 0 &&
      errno == ECHILD)
    return OrphanSweep::NoneLeft;
  if (::getpid() == 1 && Spared.empty()) {
    ::kill(-1, SIGKILL); // all at once: none can fork past it
    return OrphanSweep::Killed;
  }
  Directory Proc(::opendir("/proc"));
  if (!Proc || !procIsOurs())
    return OrphanSweep::Blind;
  bool Found = false;
  while (const dirent *Entry = ::readdir(Proc.get())) {
    pid_t Pid = 0;
    const char *End = Entry->d_name + std::strlen(Entry->d_name);
    auto [Stop, Failure] = std::from_chars(Entry->d_name, End, Pid);
    if (Failure != std::errc() || Stop != End)
      continue;
    std::optional<ProcStat> Child = ProcStat::of(Pid);
    if (!Child || Child->Parent != ::getpid() || Spared.contains(Child->Group))
      continue;
    // A child of ours that is not reaped: the number is its own.
    ::kill(Pid, SIGKILL);
    Found = true;
  }
  return Found ? OrphanSweep::Killed : OrphanSweep::NoneLeft;
}

} // namespace sidecar
