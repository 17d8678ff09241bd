//===- EventLog.h - What sidecar itself has to say --------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines EventLog: one JSON object a line on stderr, never blocking. What does
// not fit is dropped and counted.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_EVENTLOG_H
#define SIDECAR_EVENTLOG_H

#include "JsonText.h"
#include "Writer.h"

namespace sidecar {

class EventLog {
public:
  EventLog(EventLoop &Loop, BorrowedFd Stderr) : Sink(Loop, Stderr) {}

  /// `{"event":NAME,…}`: \p Fields adds its own to the open object.
  template <typename F> void write(const char *Event, F &&Fields) {
    write(line(Event, Fields));
  }
  template <typename F> static std::string line(const char *Event, F &&Fields) {
    std::string Line;
    JsonText Json(Line);
    Json.beginObject().field("event", Event);
    Fields(Json);
    Json.endObject();
    return Line + "\n";
  }
  void write(const std::string &Line);
  /// Waits for stderr until \p Deadline: for the last line.
  void writeUntil(const std::string &Line, TimePoint Deadline);
  uint64_t dropped() const { return Dropped; }

private:
  Writer Sink;
  std::string Rest; // of a line that went out in part
  uint64_t Dropped = 0;
};

} // namespace sidecar

#endif
