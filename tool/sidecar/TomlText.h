//===- TomlText.h - What toml++ may be given --------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines TextProblem, and the search for one. TOML is UTF-8, and ASCII but in
// strings and comments. toml++ 3.3, which is Debian 12's, relies on that before
// it has looked: its table of white space ends in __builtin_unreachable() for
// other characters, U+00E4 and the halves of a damaged byte order mark among
// them. A configuration must not have undefined behaviour in PID 1.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_TOMLTEXT_H
#define SIDECAR_TOMLTEXT_H

#include <optional>
#include <string>
#include <string_view>

namespace sidecar {

struct TextProblem {
  size_t Line, Column; // from 1, as toml++ counts: characters, not bytes
  std::string What;
};

std::optional<TextProblem> unfitForToml(std::string_view Text);

} // namespace sidecar

#endif
