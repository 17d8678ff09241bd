//===- Utf8.cpp - What is UTF-8, and what is not --------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the decoding, as far as to tell what is well-formed.
//===----------------------------------------------------------------------===//
#include "Utf8.h"

namespace sidecar {

size_t utf8Length(std::string_view Text) {
  auto Byte = [&](size_t I) {
    return I < Text.size() ? static_cast<unsigned char>(Text[I]) : 0u;
  };
  auto In = [](unsigned B, unsigned Low, unsigned High) {
    return B >= Low && B <= High;
  };
  if (Text.empty())
    return 0;
  unsigned B = Byte(0);
  if (B < 0x80)
    return 1;
  if (In(B, 0xC2, 0xDF))
    return In(Byte(1), 0x80, 0xBF) ? 2 : 0;
  if (In(B, 0xE0, 0xEF)) {
    unsigned Low = B == 0xE0 ? 0xA0 : 0x80, High = B == 0xED ? 0x9F : 0xBF;
    return In(Byte(1), Low, High) && In(Byte(2), 0x80, 0xBF) ? 3 : 0;
  }
  if (In(B, 0xF0, 0xF4)) {
    unsigned Low = B == 0xF0 ? 0x90 : 0x80, High = B == 0xF4 ? 0x8F : 0xBF;
    return In(Byte(1), Low, High) && In(Byte(2), 0x80, 0xBF) &&
                   In(Byte(3), 0x80, 0xBF)
               ? 4
               : 0;
  }
  return 0;
}

size_t utf8Prefix(std::string_view Text) {
  size_t At = 0;
  while (size_t Length = utf8Length(Text.substr(At)))
    At += Length;
  return At;
}

} // namespace sidecar
