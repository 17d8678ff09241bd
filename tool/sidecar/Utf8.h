//===- Utf8.h - What is UTF-8, and what is not ------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the length of a UTF-8 sequence: table 3-7 of the Unicode standard.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_UTF8_H
#define SIDECAR_UTF8_H

#include <cstddef>
#include <string_view>

namespace sidecar {

/// The length of the well-formed sequence at the front of \p Text, 0 if there
/// is none.
size_t utf8Length(std::string_view Text);

/// How much of \p Text is UTF-8, from its front on.
size_t utf8Prefix(std::string_view Text);

} // namespace sidecar

#endif
