//===- KeyPlaces.h - Where the keys of a daemon stand -----------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines KeyPlaces, for errors that are found when a daemon is resolved: they,
// too, name the file, the line and the key.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_KEYPLACES_H
#define SIDECAR_KEYPLACES_H

#include <map>
#include <string>

namespace sidecar {

struct KeyPlaces {
  std::string File; // "site.toml"
  std::string Name; // "daemon.a"
  std::map<std::string, std::string, std::less<>> Lines; // "user": "3:9"

  /// What stands in front of an error: "site.toml:3:9: daemon.a.user: ". Of a
  /// \p Key in a table, such as "ready.exec", it is the table's place.
  std::string of(const std::string &Key) const {
    auto At = Lines.find(Key.substr(0, Key.find('.')));
    std::string Line = At == Lines.end() ? "" : ":" + At->second;
    return File + Line + ": " + Name + "." + Key + ": ";
  }
};

} // namespace sidecar

#endif
