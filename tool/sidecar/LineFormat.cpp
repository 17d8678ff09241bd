//===- LineFormat.cpp - A line as it is written ---------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the forms other than the plain one.
//===----------------------------------------------------------------------===//
#include "LineFormat.h"
#include "JsonText.h"
#include <ctime>

namespace sidecar {

LineFormat::LineFormat(const LineRules &Rules, StreamKind Kind,
                       const std::string &Daemon, const char *Stream)
    : Rules(Rules), Daemon(Daemon), Stream(Stream) {
  bool Raw = Kind == StreamKind::Raw;
  if (Kind == StreamKind::Prefix) {
    Prefix = "[" + Daemon + "] ";
    Continuation = "[" + Daemon + "]+ ";
  } else if (Kind == StreamKind::File) {
    Continuation = "+ ";
  }
  AlwaysEnds = !Raw;
  Plain = Raw || (Rules.Format == LogFormat::Text && !Rules.Timestamp &&
                  !Rules.Escape);
}

std::string timestamp() {
  timespec Now{};
  ::clock_gettime(CLOCK_REALTIME, &Now);
  tm Parts{};
  ::gmtime_r(&Now.tv_sec, &Parts);
  char Text[64];
  size_t Size = std::strftime(Text, sizeof Text, "%Y-%m-%dT%H:%M:%S", &Parts);
  std::snprintf(Text + Size, sizeof Text - Size, ".%03dZ",
                int(Now.tv_nsec / 1000000));
  return Text;
}

void LineFormat::appendSlowly(ByteQueue &Out, const LinePart &Part) {
  Scratch.clear();
  if (Rules.Format == LogFormat::Json) {
    JsonText Json(Scratch);
    Json.beginObject();
    if (Rules.Timestamp)
      Json.field("time", timestamp());
    Json.field("daemon", std::string_view(Daemon));
    Json.field("stream", Stream).field("line", Part.Text);
    if (Part.Continued)
      Json.field("part", true);
    Json.endObject();
  } else {
    if (Rules.Timestamp)
      Scratch += timestamp() + " ";
    Scratch += Part.Continued ? Continuation : Prefix;
    for (char C : Part.Text) {
      unsigned char Byte = static_cast<unsigned char>(C);
      if (Rules.Escape && (Byte < 0x20 || Byte == 0x7F) && C != '\t') {
        char Escape[5];
        std::snprintf(Escape, sizeof Escape, "\\x%02X", Byte);
        Scratch += Escape;
      } else {
        Scratch += C;
      }
    }
  }
  Scratch += '\n';
  Out.append(Scratch);
}

} // namespace sidecar
