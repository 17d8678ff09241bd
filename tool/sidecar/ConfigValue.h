//===- ConfigValue.h - One value of a configuration -------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines ConfigValue, a TOML node with its key path and the list that errors
// go to, and its readings: each stores a value, or says what was expected.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_CONFIGVALUE_H
#define SIDECAR_CONFIGVALUE_H

#include "Config.h"
#include "Toml.h"
#include "Units.h"
#include <initializer_list>

namespace sidecar {

class ConfigValue {
public:
  ConfigValue(const toml::node &Node, std::string Path, const std::string &File,
              std::vector<std::string> &Errors)
      : Node(Node), Path(std::move(Path)), File(File), Errors(Errors) {}

  void error(const std::string &Text) const;
  void error(const toml::source_region &Where, const std::string &Text) const;
  ConfigValue child(std::string_view Key, const toml::node &Child) const {
    return ConfigValue(Child, Path + "." + std::string(Key), File, Errors);
  }
  const toml::node &node() const { return Node; }
  const toml::table *table() const; // an error unless it is one
  /// The keys of \p T in the order of the file: toml++ sorts them by name.
  static std::vector<std::pair<const toml::key *, const toml::node *>>
  inFileOrder(const toml::table &T);

  void read(std::string &Out) const;
  void read(std::optional<std::string> &Out) const;
  void read(bool &Out) const;
  void read(Duration &Out) const;
  void readSize(uint64_t &Out) const;
  void read(double &Out, double Low, double High) const;
  void read(std::vector<std::string> &Out) const;
  template <typename T>
  void readInteger(T &Out, int64_t Low, int64_t High) const {
    if (std::optional<int64_t> N = integer(Low, High))
      Out = T(*N);
  }
  /// \p Else says what else, if anything, could stand there.
  template <typename E>
  void readChoice(E &Out,
                  std::initializer_list<std::pair<const char *, E>> Of,
                  const char *Else = "") const {
    std::string Expected;
    auto Text = Node.value_exact<std::string>();
    for (const auto &[Name, Value] : Of) {
      if (Text && *Text == Name) {
        Out = Value;
        return;
      }
      Expected += (Expected.empty() ? "\"" : ", \"") + std::string(Name) + "\"";
    }
    error("expected one of " + Expected + Else);
  }

private:
  std::optional<int64_t> integer(int64_t Low, int64_t High) const;

  const toml::node &Node;
  std::string Path;
  const std::string &File;
  std::vector<std::string> &Errors;
};

} // namespace sidecar

#endif
