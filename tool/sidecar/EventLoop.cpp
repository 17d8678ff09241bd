//===- EventLoop.cpp - epoll, and who is called ---------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the loop. An event carries slot and generation, so that one whose
// registration went earlier in the same batch reaches nobody, even if the slot
// or the descriptor number is in use again.
//===----------------------------------------------------------------------===//
#include "EventLoop.h"
#include <sys/epoll.h>
#include <sys/timerfd.h>

namespace sidecar {

static constexpr uint64_t AlarmKey = ~uint64_t(0);

Result<std::unique_ptr<EventLoop>> EventLoop::open() {
  OwnedFd Epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!Epoll)
    return Error::last("epoll_create1");
  OwnedFd Alarm(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
  if (!Alarm)
    return Error::last("timerfd_create");
  epoll_event Event{};
  Event.events = EPOLLIN;
  Event.data.u64 = AlarmKey;
  if (::epoll_ctl(Epoll.raw(), EPOLL_CTL_ADD, Alarm.raw(), &Event) != 0)
    return Error::last("epoll_ctl", "timerfd");
  return std::unique_ptr<EventLoop>(
      new EventLoop(std::move(Epoll), std::move(Alarm)));
}

Result<void> EventLoop::control(int Operation, uint32_t Slot) {
  const Entry &E = Entries[Slot];
  epoll_event Event{};
  Event.events = E.Events;
  Event.data.u64 = uint64_t(E.Generation) << 32 | Slot;
  if (::epoll_ctl(Epoll.raw(), Operation, E.Fd.raw(), &Event) == 0)
    return {};
  Error Why = Error::last("epoll_ctl");
  Refused = Refused || Why.Number == ENOMEM || Why.Number == ENOSPC;
  return Why;
}

Result<Registration> EventLoop::add(BorrowedFd Fd, uint32_t Events,
                                    Handler Call) {
  uint32_t Slot = Entries.size();
  if (FreeSlots.empty()) {
    Entries.emplace_back();
  } else {
    Slot = FreeSlots.back();
    FreeSlots.pop_back();
  }
  Entry &E = Entries[Slot];
  E.Fd = Fd;
  E.Events = Events;
  E.Paused = false;
  E.Call = std::make_shared<Handler>(std::move(Call));
  if (Result<void> Added = control(EPOLL_CTL_ADD, Slot); !Added) {
    E.Call.reset();
    FreeSlots.push_back(Slot);
    return Added.error();
  }
  return Registration(*this, Slot);
}

void Registration::remove() {
  EventLoop *From = std::exchange(Loop, nullptr);
  if (!From)
    return;
  EventLoop::Entry &E = From->Entries[Slot];
  if (!E.Paused)
    (void)From->control(EPOLL_CTL_DEL, Slot); // it is there: add() succeeded
  ++E.Generation;
  E.Fd = BorrowedFd();
  E.Call.reset();
  From->FreeSlots.push_back(Slot);
}

void Registration::pause() {
  if (!Loop || Loop->Entries[Slot].Paused)
    return;
  (void)Loop->control(EPOLL_CTL_DEL, Slot);
  Loop->Entries[Slot].Paused = true;
  ++Loop->Entries[Slot].Generation; // drops what this batch still holds
}

Result<void> Registration::resume() {
  if (!Loop || !Loop->Entries[Slot].Paused)
    return {};
  if (Result<void> Added = Loop->control(EPOLL_CTL_ADD, Slot); !Added)
    return Added;
  Loop->Entries[Slot].Paused = false;
  return {};
}

bool Registration::paused() const { return Loop && Loop->Entries[Slot].Paused; }

void Timer::arm(TimePoint When) {
  cancel();
  Deadline = When;
  Armed = true;
  Loop.Timers.emplace(Deadline, this);
}

void Timer::cancel() {
  if (std::exchange(Armed, false))
    Loop.Timers.erase({Deadline, this});
}

bool EventLoop::setAlarm() {
  TimePoint Next = Timers.empty() ? TimePoint::max() : Timers.begin()->first;
  if (Next == AlarmAt)
    return true;
  AlarmAt = Next;
  itimerspec Spec{};
  if (Next != TimePoint::max()) {
    // Zero disarms a timerfd, so a deadline of zero becomes one nanosecond.
    auto Since = std::max<Duration>(Next.time_since_epoch(), Duration(1));
    Spec.it_value.tv_sec = Since.count() / 1000000000;
    Spec.it_value.tv_nsec = Since.count() % 1000000000;
  }
  if (::timerfd_settime(Alarm.raw(), TFD_TIMER_ABSTIME, &Spec, nullptr) == 0)
    return true;
  AlarmAt = TimePoint::min(); // none that is asked for: tried again
  return false;
}

void EventLoop::fireTimers() {
  while (!Timers.empty() && Timers.begin()->first <= Now) {
    Timer &Due = *Timers.begin()->second;
    Due.cancel();
    Due.Fire();
  }
}

Result<void> EventLoop::wait(int Timeout) {
  bool Soon = std::exchange(Refused, false);
  if ((!setAlarm() || Soon) && Timeout < 0)
    Timeout = 10; // without an alarm, by looking often
  epoll_event Batch[32];
  int Count = ::epoll_wait(Epoll.raw(), Batch, 32, Timeout);
  if (Count < 0 && errno != EINTR)
    return Error::last("epoll_wait");
  Now = Clock::now();
  for (int I = 0; I < Count; ++I) {
    uint64_t Key = Batch[I].data.u64;
    if (Key == AlarmKey) {
      uint64_t Expirations;
      (void)!::read(Alarm.raw(), &Expirations, sizeof Expirations);
      AlarmAt = TimePoint::max(); // it has fired: arm anew
      continue;
    }
    Entry &E = Entries[uint32_t(Key)];
    if (E.Generation != Key >> 32 || !E.Call)
      continue;
    std::shared_ptr<Handler> Call = E.Call;
    (*Call)(Batch[I].events);
  }
  fireTimers();
  return {};
}

Result<void> EventLoop::turn() { return wait(-1); }
Result<void> EventLoop::poll() { return wait(0); }

} // namespace sidecar
