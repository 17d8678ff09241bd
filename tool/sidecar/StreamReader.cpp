//===- StreamReader.cpp - The pump of one pipe ----------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements pumping: pipe to lines, lines to the target.
//===----------------------------------------------------------------------===//
#include "StreamReader.h"
#include <sys/epoll.h>
#include <sys/ioctl.h>

namespace sidecar {

void StreamTarget::add(const LinePart &Part) {
  if (File)
    return Format.append(File->Bytes, Part);
  if (When == Overflow::Drop && Queue.full()) {
    if (!Stuck) {
      Queue.grown(); // one attempt to write
      Stuck = Queue.full();
    }
    if (Stuck) {
      ++Counts.LinesDropped;
      return;
    }
  }
  size_t Before = Queue.Bytes.size();
  Format.append(Queue.Bytes, Part);
  Tail.append(Queue.Bytes.view().substr(Before));
}

void StreamTarget::finish(size_t Before) {
  if (File) {
    Tail.append(File->Bytes.view().substr(Before));
    uint64_t Lost = File->bytesLost();
    File->flush();
    Counts.BytesLost += File->bytesLost() - Lost;
  } else {
    Queue.grown();
  }
}

void StreamTarget::feed(LineBuffer &Lines, std::string_view Chunk) {
  Counts.BytesPumped += Chunk.size();
  Stuck = false;
  size_t Before = File ? File->Bytes.size() : 0;
  Lines.feed(Chunk, [this](const LinePart &Part) { add(Part); });
  finish(Before);
}

void StreamTarget::flush(LineBuffer &Lines) {
  Stuck = false;
  size_t Before = File ? File->Bytes.size() : 0;
  Lines.flush([this](const LinePart &Part) { add(Part); });
  finish(Before);
}

Result<std::unique_ptr<StreamReader>>
StreamReader::open(EventLoop &Loop, OwnedFd Read,
                   std::shared_ptr<StreamTarget> Target, size_t LineLimit) {
  std::unique_ptr<StreamReader> Reader(
      new StreamReader(std::move(Read), std::move(Target), LineLimit));
  Result<Registration> Added =
      Loop.add(Reader->Read.borrow(), EPOLLIN,
               [R = Reader.get()](uint32_t) { R->onReadable(); });
  if (!Added)
    return Added.error();
  Reader->Events = std::move(*Added);
  return Reader;
}

StreamReader::~StreamReader() {
  if (open())
    Target->flush(Lines);
}

StreamReader::Got StreamReader::readOnce(size_t &Count) {
  // One buffer for all: a read is fed before the next one.
  static char Buffer[64 << 10];
  ssize_t Size;
  do
    Size = ::read(Read.raw(), Buffer, sizeof Buffer);
  while (Size < 0 && errno == EINTR);
  if (Size < 0 && errno == EAGAIN)
    return Got::Nothing;
  if (Size <= 0)
    return Got::End;
  Count = size_t(Size);
  Target->feed(Lines, {Buffer, Count});
  return Got::Bytes;
}

void StreamReader::onReadable() {
  size_t Count;
  if (readOnce(Count) == Got::End)
    return close();
  if (Target->full())
    Events.pause();
}

void StreamReader::drain() {
  if (!open())
    return;
  int Capacity = ::fcntl(Read.raw(), F_GETPIPE_SZ);
  for (size_t Left = Capacity > 0 ? size_t(Capacity) : 65536; Left > 0;) {
    if (Target->full())
      return Events.pause();
    size_t Count = 0;
    switch (readOnce(Count)) {
    case Got::End:
      return close();
    case Got::Nothing:
      return;
    case Got::Bytes:
      Left -= std::min(Left, Count);
    }
  }
}

void StreamReader::resume() {
  // A pause that cannot be ended now is ended after the next turn.
  if (open() && !Target->full())
    (void)!Events.resume();
}

void StreamReader::abandon() {
  if (!open())
    return;
  int Waiting = 0;
  if (::ioctl(Read.raw(), FIONREAD, &Waiting) == 0 && Waiting > 0)
    Target->Counts.BytesLost += uint64_t(Waiting);
  close();
}

void StreamReader::close() {
  Events.remove();
  Read.reset();
  Target->flush(Lines);
}

} // namespace sidecar
