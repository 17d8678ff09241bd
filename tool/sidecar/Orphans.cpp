//===- Orphans.cpp - Children that are no daemon's leader -----------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the search for our children in /proc.
//===----------------------------------------------------------------------===//
#include "Orphans.h"
#include "OwnedFd.h"
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <memory>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>

namespace sidecar {

void adoptOrphans() {
  // PID 1 is every orphan's parent anyway.
  if (::getpid() != 1)
    (void)::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

namespace {

struct Stat {
  char State;
  pid_t Parent, Group;
};

/// /proc/PID/stat, behind the name in parentheses, which may hold anything.
bool readStat(const char *Pid, Stat &Out) {
  char Path[64], Text[512];
  std::snprintf(Path, sizeof Path, "/proc/%.20s/stat", Pid);
  OwnedFd File(::open(Path, O_RDONLY | O_CLOEXEC));
  if (!File)
    return false;
  ssize_t Size = ::read(File.raw(), Text, sizeof Text - 1);
  if (Size <= 0)
    return false;
  Text[Size] = 0;
  const char *Name = std::strrchr(Text, ')');
  return Name && std::sscanf(Name + 1, " %c %d %d", &Out.State, &Out.Parent,
                             &Out.Group) == 3;
}

struct CloseDir {
  void operator()(DIR *D) const { ::closedir(D); }
};

} // namespace

OrphanSweep killOrphans(const std::set<pid_t> &Spared) {
  siginfo_t Any{};
  if (::waitid(P_ALL, 0, &Any, WEXITED | WNOHANG | WNOWAIT) != 0 &&
      errno == ECHILD)
    return OrphanSweep::NoneLeft;
  if (::getpid() == 1 && Spared.empty()) {
    ::kill(-1, SIGKILL); // all at once: none can fork past it
    return OrphanSweep::Killed;
  }
  std::unique_ptr<DIR, CloseDir> Proc(::opendir("/proc"));
  char Self[32];
  std::snprintf(Self, sizeof Self, "%d", ::getpid());
  Stat Ours{};
  if (!Proc || !readStat(Self, Ours))
    return OrphanSweep::Blind;
  bool Found = false;
  while (const dirent *Entry = ::readdir(Proc.get())) {
    pid_t Pid = 0;
    const char *End = Entry->d_name + std::strlen(Entry->d_name);
    auto [Stop, Failure] = std::from_chars(Entry->d_name, End, Pid);
    Stat Child{};
    if (Failure != std::errc() || Stop != End ||
        !readStat(Entry->d_name, Child))
      continue;
    if (Child.Parent != ::getpid() || Spared.contains(Child.Group))
      continue;
    // A child of ours that is not reaped: the number is its own.
    ::kill(Pid, SIGKILL);
    Found = true;
  }
  return Found ? OrphanSweep::Killed : OrphanSweep::NoneLeft;
}

} // namespace sidecar
