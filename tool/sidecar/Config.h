//===- Config.h - What the configuration says -------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Config, the contents of a configuration file, checked in itself but
// not against the machine: users, variables and files are ExecPlan's. The keys
// are in ConfigKeys.cpp.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_CONFIG_H
#define SIDECAR_CONFIG_H

#include "Clock.h"
#include "RestartPolicy.h"
#include <csignal>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <sys/resource.h>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace sidecar {

enum class ReadyKind : uint8_t {
  None,
  NotifyFd,
  NotifySocket,
  Exec,
  Tcp,
  Exit
};

struct ReadyRules {
  ReadyKind Kind = ReadyKind::None;
  int NotifyFd = -1;                // the number in the child
  std::vector<std::string> Command; // Exec
  std::string Host, Port;           // Tcp
  Duration Interval = std::chrono::milliseconds(500);
  Duration Timeout = std::chrono::seconds(30);
  bool operator==(const ReadyRules &) const = default;
};

enum class StreamKind : uint8_t { Prefix, Raw, Null, File };

struct StreamRules {
  StreamKind Kind = StreamKind::Prefix;
  std::string Path;             // File
  uint64_t MaxSize = 10u << 20; // of the file, before it is rotated; 0: never
  unsigned Keep = 5;            // rotated files
  bool operator==(const StreamRules &) const = default;
};

enum class StopTo : uint8_t { Group, Leader };
enum class Leftover : uint8_t { Kill, Leave };
enum class Overflow : uint8_t { Block, Drop };

struct Limit {
  __rlimit_resource_t Resource;
  rlim_t Soft, Hard;
  bool operator==(const Limit &) const = default;
};

/// What reaches exec: a change of it restarts the daemon.
struct ExecRules {
  std::vector<std::string> Command;
  std::string Cwd;
  std::vector<std::pair<std::string, std::string>> Env;
  std::string EnvFile;
  bool CleanEnv = false;
  std::optional<mode_t> Umask;
  std::string User, Group;
  std::vector<Limit> Limits;
  std::optional<int> OomScoreAdj;
  bool NoNewPrivs = false;
};

struct DaemonConfig {
  std::string Name;
  ExecRules Exec;
  bool Start = true;
  std::vector<std::string> After;
  ReadyRules Ready;
  RestartRules Restart;
  bool Critical = true;
  int StopSignal = SIGTERM;
  Duration StopTimeout = std::chrono::seconds(5);
  sidecar::StopTo StopTo = StopTo::Group;
  sidecar::Leftover Leftover = Leftover::Kill;
  std::set<int> SuccessExitCodes;
  StreamRules Stdout, Stderr;
  sidecar::Overflow Overflow = Overflow::Block;
};

enum class LogFormat : uint8_t { Text, Json };

/// The shape of lines on stdout and in log files.
struct LineRules {
  uint64_t Limit = 16 << 10;
  bool Timestamp = false;
  LogFormat Format = LogFormat::Text;
  bool Escape = false;
};

struct Config {
  Duration ShutdownBudget = std::chrono::seconds(8);
  LineRules Lines;
  Duration DrainTimeout = std::chrono::seconds(1);
  std::optional<std::string> ControlSocket; // "" for none at all
  bool DieWithParent = false;
  std::vector<DaemonConfig> Daemons; // in the order of the file
};

} // namespace sidecar

#endif
