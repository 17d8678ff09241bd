//===- EventLoop.h - epoll, and who is called -------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines EventLoop, an epoll instance with its timers; Registration, one
// descriptor's place in it; and Timer, a deadline that somebody waits for.
//
// A registration must go before its descriptor closes: epoll follows the open
// file, not the number (epoll(7)), so declare it after the owner.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_EVENTLOOP_H
#define SIDECAR_EVENTLOOP_H

#include "Clock.h"
#include "OwnedFd.h"
#include "Result.h"
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <vector>

namespace sidecar {

class EventLoop;

/// Removes its descriptor from the loop when destroyed. Move-only.
class [[nodiscard]] Registration {
public:
  Registration() = default;
  Registration(Registration &&Other) noexcept
      : Loop(std::exchange(Other.Loop, nullptr)), Slot(Other.Slot) {}
  Registration &operator=(Registration &&Other) noexcept {
    remove();
    Loop = std::exchange(Other.Loop, nullptr);
    Slot = Other.Slot;
    return *this;
  }
  ~Registration() { remove(); }
  explicit operator bool() const { return Loop != nullptr; }
  void remove();
  /// Takes the descriptor out of epoll and keeps the handler. An empty event
  /// mask would not do: EPOLLHUP cannot be masked, and spins.
  void pause();
  Result<void> resume();
  bool paused() const;

private:
  friend class EventLoop;
  Registration(EventLoop &Loop, uint32_t Slot) : Loop(&Loop), Slot(Slot) {}
  EventLoop *Loop = nullptr;
  uint32_t Slot = 0;
};

/// Calls its function once, at the deadline, unless cancelled or destroyed.
class Timer {
public:
  Timer(EventLoop &Loop, std::function<void()> Fire)
      : Loop(Loop), Fire(std::move(Fire)) {}
  Timer(const Timer &) = delete;
  Timer &operator=(const Timer &) = delete;
  ~Timer() { cancel(); }
  void arm(TimePoint When);
  void cancel();
  bool armed() const { return Armed; }

private:
  friend class EventLoop;
  EventLoop &Loop;
  std::function<void()> Fire;
  TimePoint Deadline;
  bool Armed = false;
};

class EventLoop {
public:
  /// Called with the EPOLL* events that are pending.
  using Handler = std::function<void(uint32_t Events)>;

  static Result<std::unique_ptr<EventLoop>> open();

  /// \p Fd stays borrowed until the registration goes.
  Result<Registration> add(BorrowedFd Fd, uint32_t Events, Handler Call);

  /// Waits for events, calls their handlers, then those of due timers. Where a
  /// registration or a resume() was refused for want of something, it does not
  /// wait long: whoever wanted it is to try again after the turn.
  Result<void> turn();
  /// As turn(), but does not wait.
  Result<void> poll();

  /// The time at which this turn began.
  TimePoint now() const { return Now; }

private:
  friend class Registration;
  friend class Timer;
  struct Entry {
    BorrowedFd Fd;
    uint32_t Events = 0;
    uint32_t Generation = 0;
    bool Paused = false;
    // Shared so that a handler survives its own removal while it runs.
    std::shared_ptr<Handler> Call;
  };

  EventLoop(OwnedFd Epoll, OwnedFd Alarm)
      : Epoll(std::move(Epoll)), Alarm(std::move(Alarm)) {}
  Result<void> control(int Operation, uint32_t Slot);
  Result<void> wait(int Timeout);
  bool setAlarm();
  void fireTimers();

  OwnedFd Epoll;
  OwnedFd Alarm; // timerfd of the earliest deadline
  std::vector<Entry> Entries;
  std::vector<uint32_t> FreeSlots;
  std::set<std::pair<TimePoint, Timer *>> Timers;
  TimePoint AlarmAt = TimePoint::max();
  bool Refused = false; // for want of memory or watches: tried again soon
  TimePoint Now = Clock::now();
};

} // namespace sidecar

#endif
