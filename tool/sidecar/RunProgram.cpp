//===- RunProgram.cpp - run -- CMD ----------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the loop of a minimal init: wait for a signal, forward or reap.
//===----------------------------------------------------------------------===//
#include "RunProgram.h"
#include "Orphans.h"
#include "Outcome.h"
#include "Resident.h"
#include "Signals.h"
#include <cstdio>
#include <cstring>
#include <sys/wait.h>
#include <unistd.h>

namespace sidecar {

namespace {

/// Signals stay blocked until exec; SIGPIPE and SIGCHLD have their defaults.
[[noreturn]] void becomeProgram(const RunProgram &How, bool Foreground) {
  ::setpgid(0, 0);
  // On a terminal the program is in the foreground, as it would be without us.
  // TTOU is blocked here, so a background group may say so.
  if (Foreground)
    ::tcsetpgrp(STDIN_FILENO, ::getpgrp());
  struct sigaction Default {};
  Default.sa_handler = SIG_DFL;
  for (int Signal = 1; Signal < NSIG; ++Signal)
    ::sigaction(Signal, &Default, nullptr); // EINVAL for some: no harm
  sigset_t None;
  sigemptyset(&None);
  ::sigprocmask(SIG_SETMASK, &None, nullptr);
  ::execvp(How.Argv[0], How.Argv.data());
  int Number = errno;
  ::dprintf(STDERR_FILENO, "sidecar: %s: %s\n", How.Argv[0],
            std::strerror(Number));
  ::_exit(Number == ENOENT || Number == ENOTDIR ? 127 : 126);
}

int fail(const char *Call) {
  std::fprintf(stderr, "sidecar: %s: %s\n", Call, std::strerror(errno));
  return ExitOsError;
}

enum class Reaped : uint8_t { All, Some, Program };

/// Reaps what has ended, but only some of it at once: orphans can be made
/// faster than they are reaped, and signals shall not wait for the last one.
/// With \p Program, its \p Code.
Reaped reap(pid_t Program, int &Code) {
  Reaped Result = Reaped::Some;
  for (int Count = 0; Count < 32; ++Count) {
    int Status;
    pid_t Pid = ::waitpid(-1, &Status, WNOHANG);
    if (Pid <= 0)
      return Result == Reaped::Program ? Result : Reaped::All;
    if (Pid == Program) {
      Result = Reaped::Program;
      Code = WIFSIGNALED(Status) ? 128 + WTERMSIG(Status) : WEXITSTATUS(Status);
    }
  }
  return Result;
}

} // namespace

int runProgram(const RunProgram &How) {
  sigset_t Heard = blockableSignals();
  // These two stop us by what we do on a terminal: they are not for CMD.
  sigdelset(&Heard, SIGTTIN);
  sigdelset(&Heard, SIGTTOU);
  sigset_t Blocked = blockableSignals();
  if (::sigprocmask(SIG_SETMASK, &Blocked, nullptr) != 0)
    return fail("sigprocmask");
  if (::signal(SIGCHLD, SIG_DFL) == SIG_ERR)
    return fail("signal");
  adoptOrphans();
  // Only what is ours is given away, and it is taken back at the end.
  bool Foreground = ::tcgetpgrp(STDIN_FILENO) == ::getpgrp();
  pid_t Program = ::fork();
  if (Program < 0)
    return fail("fork");
  if (Program == 0)
    becomeProgram(How, Foreground);
  ::setpgid(Program, Program); // whoever is first
  giveBackMemory();
  std::optional<TimePoint> KillAt;
  int Code = 0;
  for (Reaped Last; (Last = reap(Program, Code)) != Reaped::Program;) {
    siginfo_t Info{};
    int Signal;
    if (KillAt || Last == Reaped::Some) {
      Duration Left{0};
      if (Last != Reaped::Some)
        Left = std::max<Duration>(*KillAt - Clock::now(), Left);
      timespec Wait{Left.count() / 1000000000, Left.count() % 1000000000};
      Signal = ::sigtimedwait(&Heard, &Info, &Wait);
    } else {
      Signal = ::sigwaitinfo(&Heard, &Info);
    }
    if (KillAt && Clock::now() >= *KillAt) { // however many signals come
      ::kill(Program, SIGKILL);
      KillAt.reset();
    }
    if (Signal <= 0 || Signal == SIGCHLD)
      continue;
    ::kill(Program, Signal); // not reaped yet: the number is its own
    if (How.StopTimeout && !KillAt && (Signal == SIGTERM || Signal == SIGINT))
      KillAt = Clock::now() + *How.StopTimeout;
  }
  if (Foreground)
    ::tcsetpgrp(STDIN_FILENO, ::getpgrp());
  return Code;
}

} // namespace sidecar
