//===- Lifecycle.cpp - The states of a daemon -----------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The table. A row holds for each combination of its sets; combinations that no
// row names change nothing. Only Waiting x Released spawns, so any number of
// requests before it make one spawn.
//===----------------------------------------------------------------------===//
#include "Lifecycle.h"

namespace sidecar {

namespace {

template <typename E> struct Set { // a set of enumerators
  uint16_t Bits;
  constexpr Set(E One) : Bits(1u << unsigned(One)) {}
  constexpr explicit Set(uint16_t Bits, int) : Bits(Bits) {}
  constexpr bool has(E One) const { return Bits >> unsigned(One) & 1; }
  friend constexpr Set operator|(Set A, Set B) {
    return Set(uint16_t(A.Bits | B.Bits), 0);
  }
};

struct Row {
  Set<State> In;
  Set<Want> Wanted;
  Set<Event> On;
  Set<Verdict> If;
  std::optional<State> Next; // nothing: as it was
  std::optional<Want> NextWant;
  uint16_t Actions;
};

using enum State;
constexpr Set<Want> Up(Want::Up), Down(Want::Down), Again(Want::Again),
    Gone(Want::Gone);
constexpr Set<Want> Here = Up | Down | Again; // all but Gone
constexpr Set<Want> Any = Here | Gone;
constexpr Set<Event> Start(Event::Start), Stop(Event::Stop),
    Restart(Event::Restart),
    Reload(Event::Reload), Ended = Set(Event::Exit) | Set(Event::SpawnFailed);
constexpr Set<Verdict> Retry(Verdict::Retry), Done_(Verdict::Done),
    Failed_(Verdict::Failed), Whatever = Retry | Done_ | Failed_;
constexpr auto Same = std::nullopt;

// clang-format off
constexpr Row Table[] = {
// in                     wanted        on                      if        next      want         actions
// Without a process.
{Stopped,                 Here,         Start | Restart,        Whatever, Waiting,  Want::Up,    ClearPolicy},
{Set(Done) | Failed,      Here,         Start | Restart | Reload, Whatever, Waiting, Want::Up,   ClearPolicy},
{Set(Stopped) | Done | Failed, Here,    Event::Shutdown,        Whatever, Same,     Want::Gone,  NoAction},
{Waiting,                 Up,           Event::Released,        Whatever, Starting, Same,        Spawn},
{Set(Waiting) | Backoff,  Up,           Stop,                   Whatever, Stopped,  Want::Down,  NoAction},
{Set(Waiting) | Backoff,  Up,           Event::Shutdown,        Whatever, Stopped,  Want::Gone,  NoAction},
{Backoff,                 Up,           Start | Restart | Reload, Whatever, Waiting, Same,       ClearPolicy},
{Backoff,                 Up,           Event::BackoffOver,     Whatever, Waiting,  Same,        NoAction},
// Starting and ready.
{Starting,                Up | Gone,    Event::Ready,           Whatever, Ready,    Same,        ArmStable},
{Starting,                Up,           Event::NotReady,        Whatever, Stopping, Same,        SendStop},
{Ready,                   Up,           Event::Stable,          Whatever, Same,     Same,        ForgetBackoff},
{Set(Starting) | Ready,   Up,           Stop,                   Whatever, Stopping, Want::Down,  SendStop},
{Set(Starting) | Ready,   Up,           Restart | Reload,       Whatever, Stopping, Want::Again, SendStop},
{Set(Starting) | Ready,   Up,           Event::Shutdown,        Whatever, Same,     Want::Gone,  NoAction},
{Set(Starting) | Ready,   Gone,         Stop,                   Whatever, Stopping, Same,        SendStop},
{Set(Starting) | Ready | Stopping, Up,  Ended,                  Retry,    Backoff,  Same,        ArmBackoff},
{Set(Starting) | Ready | Stopping, Up,  Ended,                  Done_,    Done,     Same,        NoAction},
{Set(Starting) | Ready | Stopping, Up,  Ended,                  Failed_,  Failed,   Same,        GiveUp},
{Set(Starting) | Ready | Stopping, Gone, Ended,                 Whatever, Stopped,  Same,        NoAction},
// Stopping: the last of start, stop and restart wins. Up here means that it was
// not ready in time, and that policy decides what follows.
{Stopping,                Up | Down,    Start | Restart,        Whatever, Same,     Want::Again, NoAction},
{Stopping,                Up,           Reload,                 Whatever, Same,     Want::Again, NoAction},
{Stopping,                Up | Again,   Stop,                   Whatever, Same,     Want::Down,  NoAction},
{Stopping,                Here,         Event::Shutdown,        Whatever, Same,     Want::Gone,  NoAction},
{Stopping,                Down,         Ended,                  Whatever, Stopped,  Same,        NoAction},
{Stopping,                Again,        Ended,                  Whatever, Waiting,  Want::Up,    NoAction},
{Stopping,                Any,          Event::KillTimeout,     Whatever, Same,     Same,        SendKill},
};
// clang-format on

bool applies(const Row &R, State S, Want W, Event E, Verdict V) {
  return R.In.has(S) && R.Wanted.has(W) && R.On.has(E) && R.If.has(V);
}

} // namespace

std::optional<Step> step(State S, Want W, Event E, Verdict V) {
  for (const Row &R : Table)
    if (applies(R, S, W, E, V))
      return Step{R.Next.value_or(S), R.NextWant.value_or(W), R.Actions};
  return std::nullopt;
}

unsigned rowsFor(State S, Want W, Event E, Verdict V) {
  unsigned Count = 0;
  for (const Row &R : Table)
    Count += applies(R, S, W, E, V);
  return Count;
}

const char *name(State S) {
  static constexpr const char *Names[] = {"stopped", "waiting",  "starting",
                                          "ready",   "stopping", "backoff",
                                          "done",    "failed"};
  return Names[unsigned(S)];
}

const char *name(Want W) {
  static constexpr const char *Names[] = {"up", "down", "again", "gone"};
  return Names[unsigned(W)];
}

const char *name(Event E) {
  static constexpr const char *Names[] = {
      "start",        "stop",   "restart", "released",  "spawned",
      "spawn-failed", "ready",  "exit",    "not-ready", "kill-timeout",
      "backoff-over", "stable", "reload",  "shutdown"};
  return Names[unsigned(E)];
}

} // namespace sidecar
