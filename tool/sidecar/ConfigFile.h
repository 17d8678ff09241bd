//===- ConfigFile.h - Reading a configuration -------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the reading of a TOML file into a Config. All errors are found in one
// go, except that the parser stops at the first error of syntax.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_CONFIGFILE_H
#define SIDECAR_CONFIGFILE_H

#include "Config.h"
#include "KeyPlaces.h"
#include <string_view>

namespace sidecar {

struct ConfigReading {
  std::optional<Config> Value;     // nothing if there are errors
  std::optional<Config> Rest;      // then what is right, to look for more errors
  std::vector<KeyPlaces> Places;   // of the daemons of either
  std::vector<std::string> Errors; // "site.toml:3:1: daemon.a.x: unknown key"
  int Number = 0;                  // errno, if the file could not be read
};

ConfigReading readConfigFile(const std::string &Path);
/// As above, of \p Text; \p Path is for the messages.
ConfigReading readConfigText(std::string_view Text, const std::string &Path);

/// A key, as the docs have it.
struct KeyDoc {
  const char *Table; // "daemon", "backoff", "budget", "ready", "stdout", ...
  const char *Key;
  const char *Type;
  const char *Default;
  const char *Meaning;
};
std::vector<KeyDoc> configKeys();

} // namespace sidecar

#endif
