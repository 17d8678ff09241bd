//===- Outcome.h - Why and with what sidecar exits --------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Outcome: the first reason that fixes the exit code wins. The codes of
// our own are below; those of daemons are Ending's.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_OUTCOME_H
#define SIDECAR_OUTCOME_H

#include <optional>
#include <string>

namespace sidecar {

inline constexpr int ExitUsage = 64;         // EX_USAGE
inline constexpr int ExitUnavailable = 69;   // EX_UNAVAILABLE, of ctl
inline constexpr int ExitOsError = 71;       // EX_OSERR
inline constexpr int ExitConfiguration = 78; // EX_CONFIG
inline constexpr int ExitKilled = 137;       // our own KILL was needed

class Outcome {
public:
  void fix(int Value, std::string Why, std::string Whose = {},
           std::string Ended = {}) {
    if (Code)
      return;
    Code = Value;
    Reason = std::move(Why);
    Daemon = std::move(Whose);
    Status = std::move(Ended);
  }
  bool fixed() const { return Code.has_value(); }
  int code() const { return Code.value_or(0); }
  const std::string &reason() const { return Reason; }
  const std::string &daemon() const { return Daemon; }
  const std::string &status() const { return Status; }

private:
  std::optional<int> Code;
  std::string Reason, Daemon, Status;
};

} // namespace sidecar

#endif
