//===- EventLog.cpp - What sidecar itself has to say ----------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the writing of events.
//===----------------------------------------------------------------------===//
#include "EventLog.h"
#include <algorithm>
#include <poll.h>
#include <sys/stat.h>

namespace sidecar {

/// Of a regular file each write is whole, and what is open twice has two places.
static bool isSameStream(BorrowedFd A, BorrowedFd B) {
  struct stat One {}, Other {};
  return ::fstat(A.raw(), &One) == 0 && ::fstat(B.raw(), &Other) == 0 &&
         One.st_dev == Other.st_dev && One.st_ino == Other.st_ino &&
         !S_ISREG(One.st_mode);
}

EventLog::EventLog(EventLoop &Loop, BorrowedFd Stderr, Output &Stdout,
                   BorrowedFd StdoutFd)
    : Shared(isSameStream(Stderr, StdoutFd) ? &Stdout : nullptr),
      Sink(Loop, Stderr) {}

void EventLog::write(const std::string &Line) {
  if (Shared) {
    Dropped += !Shared->say(Line);
    return;
  }
  // The rest of an earlier line comes first, or the two would be one.
  if (!Rest.empty()) {
    Writer::Attempt Tried = Sink.write(Rest);
    if (Tried.What == Writer::Outcome::Wrote)
      Rest.erase(0, Tried.Count);
    if (!Rest.empty()) {
      ++Dropped;
      return;
    }
  }
  Writer::Attempt Tried = Sink.write(Line);
  if (Tried.What != Writer::Outcome::Wrote)
    ++Dropped;
  else
    Rest = Line.substr(Tried.Count);
}

void EventLog::writeUntil(const std::string &Line, TimePoint Deadline) {
  if (Shared)
    return Shared->sayAndEnd(Line, Deadline);
  Rest += Line;
  while (!Rest.empty()) {
    Writer::Attempt Tried = Sink.write(Rest);
    if (Tried.What == Writer::Outcome::Wrote) {
      Rest.erase(0, Tried.Count);
      continue;
    }
    TimePoint Now = Clock::now();
    if (Tried.What != Writer::Outcome::Full || Now >= Deadline)
      return;
    pollfd Wait{Sink.pollable().raw(), POLLOUT, 0};
    auto Left = std::chrono::ceil<std::chrono::milliseconds>(Deadline - Now);
    ::poll(&Wait, 1, int(std::min<int64_t>(Left.count(), 60000)));
  }
}

} // namespace sidecar
