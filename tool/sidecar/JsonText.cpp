//===- JsonText.cpp - Writing JSON ----------------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements strings and numbers.
//===----------------------------------------------------------------------===//
#include "JsonText.h"
#include "Utf8.h"
#include <cstdio>

namespace sidecar {

void appendJsonString(std::string &Out, std::string_view Text) {
  Out += '"';
  while (!Text.empty()) {
    unsigned char C = static_cast<unsigned char>(Text[0]);
    size_t Length = utf8Length(Text);
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
