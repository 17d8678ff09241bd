//===- Lifecycle.h - The states of a daemon ---------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the state machine of a daemon: states, what is wanted of it, events,
// and the one function that maps them to the next state and its actions. The
// rows are in Lifecycle.cpp, and again, for users, in docs/sidecar.md.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_LIFECYCLE_H
#define SIDECAR_LIFECYCLE_H

#include <cstdint>
#include <optional>
#include <span>

namespace sidecar {

enum class State : uint8_t {
  Stopped,  // no process, and none is due
  Waiting,  // to be spawned as soon as what it is after allows
  Starting, // forked; not yet ready
  Ready,
  Stopping, // has its stop signal, or KILL
  Backoff,  // to be spawned when the delay is over
  Done,     // ended acceptably, for good
  Failed    // ended otherwise, budget used up
};
inline constexpr unsigned StateCount = 8;

enum class Want : uint8_t {
  Up,
  Down,
  Again, // one more incarnation as soon as this one has ended
  Gone   // shutdown, or no longer in the configuration
};
inline constexpr unsigned WantCount = 4;

enum class Event : uint8_t {
  Start,    // asked for, or at the beginning
  Stop,     // asked for, or its turn in a shutdown
  Restart,  // asked for
  Released, // all that it is after is ready, done, failed or stopped
  Spawned,  // exec succeeded
  SpawnFailed,
  Ready,
  Exit,
  NotReady, // the readiness timeout, or its channel closed without a word
  KillTimeout,
  BackoffOver,
  Stable, // ready for long enough to forget the backoff
  Reload, // what reaches exec has changed
  Shutdown
};
inline constexpr unsigned EventCount = 14;

/// What the restart policy says to an end that nobody asked for.
enum class Verdict : uint8_t { Retry, Done, Failed };
inline constexpr unsigned VerdictCount = 3;

enum Action : uint16_t {
  NoAction = 0,
  Spawn = 1 << 0,
  SendStop = 1 << 1, // stop signal, CONT, and the kill timer
  SendKill = 1 << 2,
  ArmBackoff = 1 << 3,
  ArmStable = 1 << 4,
  ForgetBackoff = 1 << 5,
  ClearPolicy = 1 << 6, // backoff and budget
  GiveUp = 1 << 7       // a critical daemon ends sidecar
};

struct Step {
  State NextState;
  Want NextWant;
  uint16_t Actions;
};

/// The step of a daemon in \p S, of which \p W is wanted, at \p E; nothing if
/// the event has no effect there. \p V counts for Exit and SpawnFailed only.
std::optional<Step> step(State S, Want W, Event E, Verdict V = Verdict::Retry);

/// The number of rows that apply: at most one, which a test ascertains.
unsigned rowsFor(State S, Want W, Event E, Verdict V);

const char *name(State S);
const char *name(Want W);
const char *name(Event E);

inline bool hasProcess(State S) {
  return S == State::Starting || S == State::Ready || S == State::Stopping;
}

} // namespace sidecar

#endif
