//===- LineFormat.h - A line as it is written -------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines LineFormat, which turns the parts of lines of one stream into bytes:
// prefix, time, JSON or escapes as configured, or nothing at all (`raw`).
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_LINEFORMAT_H
#define SIDECAR_LINEFORMAT_H

#include "ByteQueue.h"
#include "Config.h"
#include "LineBuffer.h"

namespace sidecar {

class LineFormat {
public:
  /// Of stream \p Stream ("stdout", "stderr") of \p Daemon, which goes to a
  /// target of kind \p Kind. In a file of its own a line needs no prefix.
  LineFormat(const LineRules &Rules, StreamKind Kind, const std::string &Daemon,
             const char *Stream);

  void append(ByteQueue &Out, const LinePart &Part) {
    if (!Plain)
      return appendSlowly(Out, Part);
    std::string_view Mark = Part.Continued ? Continuation : Prefix;
    bool Newline = Part.Ended || AlwaysEnds;
    char *To = Out.reserve(Mark.size() + Part.Text.size() + 1);
    std::memcpy(To, Mark.data(), Mark.size());
    To += Mark.size();
    if (!Part.Text.empty())
      std::memcpy(To, Part.Text.data(), Part.Text.size());
    To[Part.Text.size()] = '\n';
    Out.commit(Mark.size() + Part.Text.size() + Newline);
  }

private:
  void appendSlowly(ByteQueue &Out, const LinePart &Part);

  LineRules Rules;
  std::string Daemon;
  const char *Stream;
  std::string Prefix, Continuation;
  bool Plain;      // prefix, text, newline
  bool AlwaysEnds; // a newline after each part
  std::string Scratch;
};

/// "2026-01-31T12:00:00.123Z", real time.
std::string timestamp();

} // namespace sidecar

#endif
