//===- ConfigValue.cpp - One value of a configuration ---------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the readings of a value.
//===----------------------------------------------------------------------===//
#include "ConfigValue.h"
#include <algorithm>

namespace sidecar {

void ConfigValue::error(const toml::source_region &Where,
                        const std::string &Text) const {
  Errors.push_back(File + ":" + std::to_string(Where.begin.line) + ":" +
                   std::to_string(Where.begin.column) + ": " + Path + ": " +
                   Text);
}

void ConfigValue::error(const std::string &Text) const {
  error(Node.source(), Text);
}

const toml::table *ConfigValue::table() const {
  const toml::table *T = Node.as_table();
  if (!T)
    error("expected a table");
  return T;
}

std::vector<std::pair<const toml::key *, const toml::node *>>
ConfigValue::inFileOrder(const toml::table &T) {
  std::vector<std::pair<const toml::key *, const toml::node *>> Keys;
  for (auto It = T.cbegin(); It != T.cend(); ++It)
    Keys.emplace_back(&It->first, &It->second);
  std::stable_sort(Keys.begin(), Keys.end(), [](auto &A, auto &B) {
    const toml::source_position &P = A.first->source().begin;
    const toml::source_position &Q = B.first->source().begin;
    return std::pair(P.line, P.column) < std::pair(Q.line, Q.column);
  });
  return Keys;
}

void ConfigValue::read(std::string &Out) const {
  auto Text = Node.value_exact<std::string>();
  if (!Text)
    return error("expected a string");
  if (Text->find('\0') != std::string::npos)
    return error("a NUL character cannot be passed to a program");
  Out = std::move(*Text);
}

void ConfigValue::read(std::optional<std::string> &Out) const {
  std::string Text;
  size_t Before = Errors.size();
  read(Text);
  if (Errors.size() == Before)
    Out = std::move(Text);
}

void ConfigValue::read(bool &Out) const {
  if (auto Flag = Node.value_exact<bool>())
    Out = *Flag;
  else
    error("expected true or false");
}

void ConfigValue::read(Duration &Out) const {
  auto Text = Node.value_exact<std::string>();
  std::optional<Duration> D = Text ? parseDuration(*Text) : std::nullopt;
  if (D)
    Out = *D;
  else
    error("expected a duration such as \"250ms\" or \"8s\"");
}

void ConfigValue::readSize(uint64_t &Out) const {
  auto Text = Node.value_exact<std::string>();
  std::optional<uint64_t> Size = Text ? parseSize(*Text) : std::nullopt;
  if (Size)
    Out = *Size;
  else
    error("expected a size such as \"64KiB\" or \"10MiB\"");
}

void ConfigValue::read(double &Out, double Low, double High) const {
  auto Number = Node.value<double>();
  if (Number && *Number >= Low && *Number <= High)
    Out = *Number;
  else
    error("expected a number from " + std::to_string(Low).substr(0, 3) +
          " to " + std::to_string(High).substr(0, 3));
}

std::optional<int64_t> ConfigValue::integer(int64_t Low, int64_t High) const {
  auto Number = Node.value_exact<int64_t>();
  if (Number && *Number >= Low && *Number <= High)
    return Number;
  error("expected an integer from " + std::to_string(Low) + " to " +
        std::to_string(High));
  return std::nullopt;
}

void ConfigValue::read(std::vector<std::string> &Out) const {
  const toml::array *Items = Node.as_array();
  if (!Items)
    return error("expected a list of strings");
  Out.clear();
  for (const toml::node &Item : *Items) {
    Out.emplace_back();
    ConfigValue(Item, Path, File, Errors).read(Out.back());
  }
}

} // namespace sidecar
