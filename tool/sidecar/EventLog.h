//===- EventLog.h - What sidecar itself has to say --------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines EventLog: one JSON object a line on stderr, never blocking. What does
// not fit is dropped and counted. Where stderr is what stdout is, as after 2>&1,
// lines go by way of that, for an event is not to begin within another line.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_EVENTLOG_H
#define SIDECAR_EVENTLOG_H

#include "JsonText.h"
#include "Output.h"

namespace sidecar {

class EventLog {
public:
  /// \p Stdout writes to \p StdoutFd.
  EventLog(EventLoop &Loop, BorrowedFd Stderr, Output &Stdout,
           BorrowedFd StdoutFd);

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
  Output *Shared = nullptr; // stdout, if that is the same
  Writer Sink;
  std::string Rest; // of a line that went out in part
  uint64_t Dropped = 0;
};

} // namespace sidecar

#endif
