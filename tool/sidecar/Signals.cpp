//===- Signals.cpp - Signals as data --------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the blocking, reading and naming of signals.
//===----------------------------------------------------------------------===//
#include "Signals.h"
#include <charconv>
#include <sys/signalfd.h>

namespace sidecar {

sigset_t blockableSignals() {
  sigset_t Set;
  sigfillset(&Set);
  for (int Fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT})
    sigdelset(&Set, Fault);
  return Set;
}

Result<void> takeOverSignals() {
  sigset_t Set = blockableSignals();
  if (::sigprocmask(SIG_SETMASK, &Set, nullptr) != 0)
    return Error::last("sigprocmask");
  if (::signal(SIGCHLD, SIG_DFL) == SIG_ERR ||
      ::signal(SIGPIPE, SIG_IGN) == SIG_ERR)
    return Error::last("signal");
  return {};
}

Result<OwnedFd> openSignalFd() {
  sigset_t Set = blockableSignals();
  OwnedFd Fd(::signalfd(-1, &Set, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!Fd)
    return Error::last("signalfd");
  return Fd;
}

std::optional<int> parseSignal(std::string_view Text) {
  int Number = 0;
  auto [End, Failure] =
      std::from_chars(Text.data(), Text.data() + Text.size(), Number);
  if (Failure == std::errc() && End == Text.data() + Text.size())
    return Number > 0 && Number < NSIG ? std::optional(Number) : std::nullopt;
  if (Text.starts_with("SIG"))
    Text.remove_prefix(3);
  for (int Signal = 1; Signal < NSIG; ++Signal)
    if (const char *Name = sigabbrev_np(Signal); Name && Text == Name)
      return Signal;
  return std::nullopt;
}

std::string signalName(int Signal) {
  const char *Name = sigabbrev_np(Signal);
  return Name ? Name : std::to_string(Signal);
}

} // namespace sidecar
