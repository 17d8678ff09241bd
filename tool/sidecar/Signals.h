//===- Signals.h - Signals as data ------------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the blocking of signals and the signalfd that they are read from, and
// the names of signals.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_SIGNALS_H
#define SIDECAR_SIGNALS_H

#include "OwnedFd.h"
#include "Result.h"
#include <csignal>
#include <optional>
#include <string>
#include <string_view>

namespace sidecar {

/// Every signal but the faults, which a debugger or the kernel sends to us and
/// not to the container, and what cannot be blocked.
sigset_t blockableSignals();

/// Blocks blockableSignals(), gives SIGCHLD its default back (an inherited
/// SIG_IGN would make the kernel throw every exit status away) and ignores
/// SIGPIPE.
Result<void> takeOverSignals();

/// A non-blocking signalfd of blockableSignals().
Result<OwnedFd> openSignalFd();

/// "SIGTERM", "TERM" or "15"; nothing if it is none of ours.
std::optional<int> parseSignal(std::string_view Text);
/// "TERM"; the number where it has no name.
std::string signalName(int Signal);

} // namespace sidecar

#endif
