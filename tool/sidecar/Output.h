//===- Output.h - Many queues, one stdout -----------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines OutputQueue, the finished lines of one daemon on their way to stdout,
// and Output, which writes the queues in turn and changes between lines only.
// stdout is in epoll while something waits for it, and never again once nobody
// can read it; from then on lines are discarded and counted.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_OUTPUT_H
#define SIDECAR_OUTPUT_H

#include "ByteQueue.h"
#include "Writer.h"
#include <list>
#include <optional>

namespace sidecar {

class Output;

/// Belongs to a daemon and outlives its incarnations. Holds whole lines.
class OutputQueue {
public:
  OutputQueue(Output &To, std::function<void()> OnRoom);
  OutputQueue(const OutputQueue &) = delete;
  OutputQueue &operator=(const OutputQueue &) = delete;
  ~OutputQueue(); // what is left goes to the output's own queue

  ByteQueue Bytes;
  uint64_t LinesDropped = 0;

  bool full() const { return Bytes.size() >= Limit; }
  /// To be called after Bytes has grown.
  void grown();

private:
  friend class Output;
  static constexpr size_t Limit = 64 << 10;
  Output &To;
  std::function<void()> OnRoom; // it was full and is not any more
};

class Output {
public:
  Output(EventLoop &Loop, BorrowedFd Stdout) : Loop(Loop), Sink(Loop, Stdout) {}

  /// Writes what stdout takes now, then waits for it in the loop.
  void flush();
  /// A line of our own, between two lines of daemons. False: there is no room.
  bool say(std::string_view Line);
  /// The last line, for which stdout is waited for until \p Deadline. What else
  /// has not been written by now is discarded.
  void sayAndEnd(std::string_view Line, TimePoint Deadline);
  bool empty() const;
  bool dead() const { return Dead; }
  uint64_t bytesWritten() const { return Written; }
  /// When stdout last took something.
  TimePoint lastProgress() const { return Progress; }
  /// Since when something waits for a stdout that takes nothing; nothing where
  /// none waits, be it ever so long that there was nothing to write.
  std::optional<TimePoint> stuckSince() const;
  uint64_t bytesDiscarded() const { return Discarded; }

private:
  friend class OutputQueue;
  OutputQueue *next();
  bool writeFrom(ByteQueue &Bytes); // false: full
  void discard(ByteQueue &Bytes);
  void afterWriting(OutputQueue &Q);
  void waitForStdout();

  EventLoop &Loop;
  Writer Sink;
  Registration Waiting;
  TimePoint WaitingSince;
  std::list<OutputQueue *> Queues; // the first is next
  ByteQueue Leftovers;             // of daemons that are gone, and our own
  OutputQueue *MidLine = nullptr;  // its line is half written
  bool Dead = false;
  uint64_t Written = 0, Discarded = 0;
  TimePoint Progress;
};

} // namespace sidecar

#endif
