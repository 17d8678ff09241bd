//===- JsonText.cpp - Writing JSON ----------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements strings, with the decoding of UTF-8 that tells what is none.
//===----------------------------------------------------------------------===//
#include "JsonText.h"
#include <cstdio>

namespace sidecar {

/// The length of the well-formed sequence at the front of \p Text, 0 if there
/// is none: table 3-7 of the Unicode standard.
static size_t sequenceLength(std::string_view Text) {
  auto Byte = [&](size_t I) {
    return I < Text.size() ? static_cast<unsigned char>(Text[I]) : 0u;
  };
  auto In = [](unsigned B, unsigned Low, unsigned High) {
    return B >= Low && B <= High;
  };
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

void appendJsonString(std::string &Out, std::string_view Text) {
  Out += '"';
  while (!Text.empty()) {
    unsigned char C = static_cast<unsigned char>(Text[0]);
    size_t Length = sequenceLength(Text);
    if (Length == 0) {
      Out += "\xEF\xBF\xBD";
      Length = 1;
    } else if (C == '"' || C == '\\') {
      Out += '\\';
      Out += char(C);
    } else if (C == '\n') {
      Out += "\\n";
    } else if (C == '\t') {
      Out += "\\t";
    } else if (C == '\r') {
      Out += "\\r";
    } else if (C < 0x20 || C == 0x7F) {
      char Escape[8];
      std::snprintf(Escape, sizeof Escape, "\\u%04x", C);
      Out += Escape;
    } else {
      Out += Text.substr(0, Length);
    }
    Text.remove_prefix(Length);
  }
  Out += '"';
}

JsonText &JsonText::seconds(double S) {
  char Text[32];
  std::snprintf(Text, sizeof Text, "%.3f", S);
  return literal(Text);
}

} // namespace sidecar
