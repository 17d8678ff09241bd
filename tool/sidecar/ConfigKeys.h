//===- ConfigKeys.h - The keys of a configuration ---------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines a row per key: its name, type, default and meaning, and how it is
// read. The same rows make the reader, the nearest known key, and the docs.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_CONFIGKEYS_H
#define SIDECAR_CONFIGKEYS_H

#include "ConfigValue.h"
#include <span>

namespace sidecar {

template <typename Target> struct Key {
  const char *Name;
  const char *Type;
  const char *Default;
  const char *Meaning;
  void (*Read)(const ConfigValue &V, Target &Out);
};

std::span<const Key<Config>> globalKeys();
std::span<const Key<DaemonConfig>> daemonKeys();
std::span<const Key<ReadyRules>> readyKeys();
std::span<const Key<RestartRules>> backoffKeys();
std::span<const Key<RestartRules>> budgetKeys();
std::span<const Key<StreamRules>> streamKeys();

/// Reads table \p V by \p Keys; an unknown key is an error.
template <typename Target>
void readTable(const ConfigValue &V, std::span<const Key<Target>> Keys,
               Target &Out) {
  const toml::table *T = V.table();
  if (!T)
    return;
  for (auto [Name, Node] : ConfigValue::inFileOrder(*T)) {
    const Key<Target> *Found = nullptr;
    std::vector<std::string> Known;
    for (const Key<Target> &K : Keys) {
      Known.push_back(K.Name);
      if (Name->str() == K.Name)
        Found = &K;
    }
    ConfigValue Child = V.child(Name->str(), *Node);
    if (Found) {
      Found->Read(Child, Out);
      continue;
    }
    std::string Near = nearest(Name->str(), Known);
    Child.error(Name->source(),
                Near.empty() ? "unknown key"
                             : "unknown key; did you mean '" + Near + "'?");
  }
}

} // namespace sidecar

#endif
