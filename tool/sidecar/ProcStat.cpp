//===- ProcStat.cpp - What /proc says of a process ------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the reading.
//===----------------------------------------------------------------------===//
#include "ProcStat.h"
#include "OwnedFd.h"
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

namespace sidecar {

bool procIsOurs() {
  char Self[32];
  ssize_t Size = ::readlink("/proc/self", Self, sizeof Self);
  return Size > 0 && std::string_view(Self, size_t(Size)) ==
                         std::to_string(::getpid());
}

std::optional<ProcStat> ProcStat::of(pid_t Pid) {
  if (!procIsOurs())
    return std::nullopt;
  char Path[64], Text[512];
  std::snprintf(Path, sizeof Path, "/proc/%d/stat", Pid);
  OwnedFd File(::open(Path, O_RDONLY | O_CLOEXEC));
  if (!File)
    return std::nullopt;
  ssize_t Size = ::read(File.raw(), Text, sizeof Text - 1);
  if (Size <= 0)
    return std::nullopt;
  Text[Size] = 0;
  // The name stands in parentheses and may hold anything, also these.
  const char *Name = std::strrchr(Text, ')');
  ProcStat Out{};
  unsigned Flags = 0;
  if (!Name || std::sscanf(Name + 1, " %c %d %d %*d %*d %*d %u", &Out.State,
                           &Out.Parent, &Out.Group, &Flags) != 4)
    return std::nullopt;
  Out.Exiting = Flags & 0x4; // PF_EXITING
  return Out;
}

} // namespace sidecar
