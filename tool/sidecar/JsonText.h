//===- JsonText.h - Writing JSON --------------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines JsonText, which writes one JSON value to a string. Bytes that are not
// UTF-8 become U+FFFD: what a daemon prints must not end its supervisor.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_JSONTEXT_H
#define SIDECAR_JSONTEXT_H

#include <cstdint>
#include <string>
#include <string_view>

namespace sidecar {

/// Appends \p Text to \p Out as a JSON string, with its quotes.
void appendJsonString(std::string &Out, std::string_view Text);

class JsonText {
public:
  explicit JsonText(std::string &Out) : Out(Out) {}
  JsonText &beginObject() { return open('{'); }
  JsonText &endObject() { return close('}'); }
  JsonText &beginArray() { return open('['); }
  JsonText &endArray() { return close(']'); }
  JsonText &key(std::string_view Name) {
    comma();
    appendJsonString(Out, Name);
    Out += ':';
    First = true;
    return *this;
  }
  JsonText &value(std::string_view Text) {
    comma();
    appendJsonString(Out, Text);
    return *this;
  }
  JsonText &value(const char *Text) { return value(std::string_view(Text)); }
  JsonText &value(int64_t N) { return literal(std::to_string(N)); }
  JsonText &value(uint64_t N) { return literal(std::to_string(N)); }
  JsonText &value(int N) { return value(int64_t(N)); }
  JsonText &value(bool B) { return literal(B ? "true" : "false"); }
  JsonText &seconds(double S);
  JsonText &null() { return literal("null"); }
  template <typename T> JsonText &field(std::string_view Name, const T &V) {
    return key(Name).value(V);
  }

private:
  JsonText &open(char C) {
    comma();
    Out += C;
    First = true;
    return *this;
  }
  JsonText &close(char C) {
    Out += C;
    First = false;
    return *this;
  }
  JsonText &literal(std::string_view Text) {
    comma();
    Out += Text;
    return *this;
  }
  void comma() {
    if (!First)
      Out += ',';
    First = false;
  }

  std::string &Out;
  bool First = true;
};

} // namespace sidecar

#endif
