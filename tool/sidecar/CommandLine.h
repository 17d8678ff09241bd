//===- CommandLine.h - What the user asked for ------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines CommandLine, the parsed arguments: one alternative per subcommand.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_COMMANDLINE_H
#define SIDECAR_COMMANDLINE_H

#include "Clock.h"
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sidecar {

struct RunFile {
  std::string Config, Socket;
};
struct CheckFile {
  std::string Config;
};
struct RunProgram {         // run -- CMD
  std::vector<char *> Argv; // ends with a null pointer
  std::optional<Duration> StopTimeout;
};
struct CtlRequest {
  std::string Command; // status, start, stop, restart, shutdown, logs, metrics,
                       // health
  std::vector<std::string> Names;
  std::string Socket;
  bool Wait = true;
  bool Json = false;
  bool Follow = false;
  int Lines = -1; // -1: all that is kept
};
/// Nothing to do but to exit: help, version or a wrong usage.
struct ExitAtOnce {
  int Code;
};

using CommandLine =
    std::variant<RunFile, CheckFile, RunProgram, CtlRequest, ExitAtOnce>;

/// Prints help and errors itself.
CommandLine parseCommandLine(int Argc, char **Argv);

/// `--socket`, else $SIDECAR_SOCKET; empty if there is neither.
std::string chosenSocket(const std::string &Option);
inline constexpr const char *DefaultSocket = "/run/sidecar.sock";

} // namespace sidecar

#endif
