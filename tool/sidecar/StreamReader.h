//===- StreamReader.h - The pump of one pipe --------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines StreamTarget, where the lines of one stream of a daemon go, and
// StreamReader, which owns the read end of one pipe and pumps it there. The
// target is the daemon's and outlives the reader, which is its incarnation's.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_STREAMREADER_H
#define SIDECAR_STREAMREADER_H

#include "LineFormat.h"
#include "LogFile.h"
#include "LogTail.h"
#include "Output.h"

namespace sidecar {

/// What a daemon has written, over all incarnations.
struct StreamCounts {
  uint64_t BytesPumped = 0;
  uint64_t LinesDropped = 0; // stdout was stuck and the daemon may not wait
  uint64_t BytesLost = 0; // in a pipe when its time was up, or by a full disk
};

class StreamTarget {
public:
  StreamTarget(LineFormat Format, OutputQueue &Queue,
               std::shared_ptr<LogFile> File, LogTail &Tail,
               StreamCounts &Counts, Overflow When)
      : Counts(Counts), Format(std::move(Format)), Queue(Queue),
        File(std::move(File)), Tail(Tail), When(When) {}

  void feed(LineBuffer &Lines, std::string_view Chunk);
  void flush(LineBuffer &Lines);
  /// Whether the stream must not be read now.
  bool full() const { return !File && When == Overflow::Block && Queue.full(); }
  void setOverflow(Overflow Next) { When = Next; }
  void setFormat(LineFormat Next) { Format = std::move(Next); }

  StreamCounts &Counts;

private:
  void add(const LinePart &Part);
  void finish(size_t Before);

  LineFormat Format;
  OutputQueue &Queue;
  std::shared_ptr<LogFile> File; // none: the queue
  LogTail &Tail;
  Overflow When;
  bool Stuck = false; // stdout took nothing: do not ask for every line
};

class StreamReader {
public:
  /// \p Read is non-blocking.
  static Result<std::unique_ptr<StreamReader>>
  open(EventLoop &Loop, OwnedFd Read, std::shared_ptr<StreamTarget> Target,
       size_t LineLimit);
  ~StreamReader();

  bool open() const { return bool(Read); }
  /// Whether it waits for its target rather than for the pipe.
  bool blocked() const { return open() && Events.paused(); }
  /// Reads what is there now, but no more than the pipe can hold.
  void drain();
  /// Passes on a line that has no newline yet.
  void flushPartial() { Target->flush(Lines); }
  /// Reads again after the target was full, or after pause().
  void resume();
  void pause() { Events.pause(); }
  void setLineLimit(size_t Limit) { Lines.setLimit(Limit); }
  /// Counts what is still in the pipe as lost, and closes it.
  void abandon();

private:
  StreamReader(OwnedFd Read, std::shared_ptr<StreamTarget> Target,
               size_t LineLimit)
      : Read(std::move(Read)), Target(std::move(Target)), Lines(LineLimit) {}
  enum class Got : uint8_t { Bytes, Nothing, End };
  Got readOnce(size_t &Count);
  void onReadable();
  void close();

  OwnedFd Read;
  Registration Events; // after Read: it goes first
  std::shared_ptr<StreamTarget> Target;
  LineBuffer Lines;
};

} // namespace sidecar

#endif
