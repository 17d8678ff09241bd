//===- Output.cpp - Many queues, one stdout -------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the rotation of queues.
//===----------------------------------------------------------------------===//
#include "Output.h"
#include <poll.h>
#include <sys/epoll.h>

namespace sidecar {

OutputQueue::OutputQueue(Output &To, std::function<void()> OnRoom)
    : To(To), OnRoom(std::move(OnRoom)) {
  To.Queues.push_back(this);
}

OutputQueue::~OutputQueue() {
  To.Queues.remove(this);
  // If our line is half written, its rest must come next: nothing else can be
  // half written, so the leftovers are at the start of a line.
  if (To.MidLine == this) {
    To.MidLine = nullptr;
    ByteQueue Rest;
    Rest.append(Bytes.view());
    Rest.append(To.Leftovers.view());
    To.Leftovers = std::move(Rest);
    return;
  }
  To.Leftovers.append(Bytes.view());
}

void OutputQueue::grown() {
  if (full())
    To.flush();
}

bool Output::empty() const {
  for (const OutputQueue *Q : Queues)
    if (!Q->Bytes.empty())
      return false;
  return Leftovers.empty();
}

void Output::discard(ByteQueue &Bytes) {
  Discarded += Bytes.size();
  Bytes.consume(Bytes.size());
}

bool Output::writeFrom(ByteQueue &Bytes) {
  while (!Bytes.empty() && !Dead) {
    Writer::Attempt Tried = Sink.write(Bytes.view());
    switch (Tried.What) {
    case Writer::Outcome::Wrote:
      Written += Tried.Count;
      Progress = Loop.now();
      Bytes.consume(Tried.Count);
      break;
    case Writer::Outcome::Full:
      return false;
    case Writer::Outcome::NoSpace:
      discard(Bytes);
      break;
    case Writer::Outcome::Dead:
      Dead = true;
      break;
    }
  }
  if (Dead)
    discard(Bytes);
  return true;
}

OutputQueue *Output::next() {
  for (OutputQueue *Q : Queues)
    if (!Q->Bytes.empty())
      return Q;
  return nullptr;
}

void Output::afterWriting(OutputQueue &Q) {
  if (!Q.full() && Q.OnRoom)
    Q.OnRoom();
}

void Output::waitForStdout() {
  if (Waiting)
    return;
  Result<Registration> Added =
      Loop.add(Sink.pollable(), EPOLLOUT, [this](uint32_t) { flush(); });
  // Without a place in epoll it is tried again after the next turn.
  if (Added)
    Waiting = std::move(*Added);
  WaitingSince = Loop.now();
}

std::optional<TimePoint> Output::stuckSince() const {
  if (!Waiting)
    return std::nullopt;
  return std::max(WaitingSince, Progress);
}

bool Output::say(std::string_view Line) {
  if (Dead || Leftovers.size() >= OutputQueue::Limit)
    return false;
  Leftovers.append(Line);
  return true;
}

void Output::sayAndEnd(std::string_view Line, TimePoint Deadline) {
  for (OutputQueue *Q : Queues) {
    size_t Before = Q->Bytes.size(), End = Q->Bytes.view().find('\n');
    Q->Bytes.truncate(Q != MidLine                     ? 0
                      : End == std::string_view::npos ? Before
                                                      : End + 1);
    Discarded += Before - Q->Bytes.size();
  }
  Leftovers.append(Line);
  for (flush(); !empty() && !Dead; flush()) {
    TimePoint Now = Clock::now();
    if (Now >= Deadline)
      return;
    pollfd Wait{Sink.pollable().raw(), POLLOUT, 0};
    auto Left = std::chrono::ceil<std::chrono::milliseconds>(Deadline - Now);
    ::poll(&Wait, 1, int(std::min<int64_t>(Left.count(), 60000)));
  }
}

void Output::flush() {
  bool Full = false;
  while (!Full) {
    if (!MidLine && !Leftovers.empty()) {
      Full = !writeFrom(Leftovers);
      continue;
    }
    OutputQueue *Q = std::exchange(MidLine, nullptr);
    bool WasMidLine = Q != nullptr;
    if (!Q)
      Q = next();
    if (!Q)
      break;
    size_t Before = Q->Bytes.size();
    Full = !writeFrom(Q->Bytes);
    if (Full && (WasMidLine || Q->Bytes.size() < Before))
      MidLine = Q; // perhaps at a line's end: then it is only its turn again
    Queues.remove(Q);
    Queues.push_back(Q);
    afterWriting(*Q);
  }
  if (Full)
    waitForStdout();
  else
    Waiting.remove();
}

} // namespace sidecar
