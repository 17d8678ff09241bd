//===- LifecycleTest.cpp - The table, row by row
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Lifecycle.h"
#include <gtest/gtest.h>
#include <string>

using namespace sidecar;

namespace {

template <typename F> void forEachCell(F &&Call) {
  for (unsigned S = 0; S < StateCount; ++S)
    for (unsigned W = 0; W < WantCount; ++W)
      for (unsigned E = 0; E < EventCount; ++E)
        for (unsigned V = 0; V < VerdictCount; ++V)
          Call(State(S), Want(W), Event(E), Verdict(V));
}

/// "ready/down: send-stop", or "-" where nothing happens.
std::string after(State S, Want W, Event E, Verdict V = Verdict::Retry) {
  std::optional<Step> T = step(S, W, E, V);
  if (!T)
    return "-";
  std::string Text =
      std::string(name(T->NextState)) + "/" + name(T->NextWant);
  static constexpr const char *Actions[] = {
      "spawn",  "stop",           "kill",         "backoff",
      "stable", "forget-backoff", "clear-policy", "give-up"};
  for (unsigned I = 0; I < 8; ++I)
    if (T->Actions >> I & 1)
      Text += std::string(" ") + Actions[I];
  return Text;
}

TEST(Lifecycle, AtMostOneRowApplies) {
  forEachCell([](State S, Want W, Event E, Verdict V) {
    EXPECT_LE(rowsFor(S, W, E, V), 1u)
        << name(S) << "/" << name(W) << " x " << name(E);
  });
}
TEST(Lifecycle, OnlyTheReleaseOfAWaitingOneSpawns) {
  forEachCell([](State S, Want W, Event E, Verdict V) {
    if (std::optional<Step> T = step(S, W, E, V); T && (T->Actions & Spawn)) {
      EXPECT_EQ(S, State::Waiting);
      EXPECT_EQ(E, Event::Released);
    }
  });
}
TEST(Lifecycle, WithoutAProcessNothingIsSignalled) {
  forEachCell([](State S, Want W, Event E, Verdict V) {
    if (std::optional<Step> T = step(S, W, E, V);
        T && (T->Actions & (SendStop | SendKill)))
      EXPECT_TRUE(hasProcess(S)) << name(S) << " x " << name(E);
  });
}
TEST(Lifecycle, NothingComesBackFromGone) {
  forEachCell([](State S, Want W, Event E, Verdict V) {
    if (std::optional<Step> T = step(S, W, E, V); T && W == Want::Gone)
      EXPECT_EQ(T->NextWant, Want::Gone);
  });
}
TEST(Lifecycle, AProcessIsLeftByItsEndOnly) {
  forEachCell([](State S, Want W, Event E, Verdict V) {
    std::optional<Step> T = step(S, W, E, V);
    if (!T || hasProcess(S) == hasProcess(T->NextState))
      return;
    if (hasProcess(S))
      EXPECT_TRUE(E == Event::Exit || E == Event::SpawnFailed);
    else
      EXPECT_EQ(E, Event::Released);
  });
}

struct Row {
  State In;
  Want Wanted;
  Event On;
  Verdict If;
  const char *Then;
};
using enum State;
constexpr Want Up = Want::Up, Down = Want::Down, Again = Want::Again,
               Gone = Want::Gone;
constexpr Verdict Any = Verdict::Retry;

const Row Rows[] = {
    {Stopped, Down, Event::Start, Any, "waiting/up clear-policy"},
    {Stopped, Down, Event::Restart, Any, "waiting/up clear-policy"},
    {Stopped, Down, Event::Reload, Any, "-"},
    {Stopped, Down, Event::Stop, Any, "-"},
    {Stopped, Down, Event::Shutdown, Any, "stopped/gone"},
    {Stopped, Gone, Event::Start, Any, "-"},
    {Done, Up, Event::Reload, Any, "waiting/up clear-policy"},
    {Failed, Up, Event::Reload, Any, "waiting/up clear-policy"},
    {Failed, Up, Event::Start, Any, "waiting/up clear-policy"},
    {Failed, Up, Event::Shutdown, Any, "failed/gone"},
    {Waiting, Up, Event::Released, Any, "starting/up spawn"},
    {Waiting, Up, Event::Stop, Any, "stopped/down"},
    {Waiting, Up, Event::Restart, Any, "-"},
    {Waiting, Up, Event::Shutdown, Any, "stopped/gone"},
    {Backoff, Up, Event::BackoffOver, Any, "waiting/up"},
    {Backoff, Up, Event::Start, Any, "waiting/up clear-policy"},
    {Backoff, Up, Event::Restart, Any, "waiting/up clear-policy"},
    {Backoff, Up, Event::Stop, Any, "stopped/down"},
    {Backoff, Up, Event::Shutdown, Any, "stopped/gone"},
    {Starting, Up, Event::Spawned, Any, "-"},
    {Starting, Up, Event::Ready, Any, "ready/up stable"},
    {Starting, Up, Event::NotReady, Any, "stopping/up stop"},
    {Starting, Up, Event::SpawnFailed, Verdict::Retry, "backoff/up backoff"},
    {Starting, Up, Event::SpawnFailed, Verdict::Failed, "failed/up give-up"},
    {Starting, Up, Event::Exit, Verdict::Done, "done/up"},
    {Starting, Up, Event::Start, Any, "-"},
    {Starting, Gone, Event::NotReady, Any, "-"},
    {Starting, Gone, Event::Stop, Any, "stopping/gone stop"},
    {Ready, Up, Event::Stable, Any, "ready/up forget-backoff"},
    {Ready, Up, Event::Exit, Verdict::Retry, "backoff/up backoff"},
    {Ready, Up, Event::Exit, Verdict::Done, "done/up"},
    {Ready, Up, Event::Exit, Verdict::Failed, "failed/up give-up"},
    {Ready, Up, Event::Stop, Any, "stopping/down stop"},
    {Ready, Up, Event::Restart, Any, "stopping/again stop"},
    {Ready, Up, Event::Reload, Any, "stopping/again stop"},
    {Ready, Up, Event::Shutdown, Any, "ready/gone"},
    {Ready, Gone, Event::Exit, Any, "stopped/gone"},
    {Stopping, Down, Event::Start, Any, "stopping/again"},
    {Stopping, Down, Event::Restart, Any, "stopping/again"},
    {Stopping, Down, Event::Reload, Any, "-"},
    {Stopping, Down, Event::Exit, Any, "stopped/down"},
    {Stopping, Down, Event::KillTimeout, Any, "stopping/down kill"},
    {Stopping, Again, Event::Restart, Any, "-"},
    {Stopping, Again, Event::Stop, Any, "stopping/down"},
    {Stopping, Again, Event::Exit, Verdict::Failed, "waiting/up"},
    {Stopping, Up, Event::Exit, Verdict::Retry, "backoff/up backoff"},
    {Stopping, Up, Event::Exit, Verdict::Failed, "failed/up give-up"},
    {Stopping, Again, Event::Shutdown, Any, "stopping/gone"},
    {Stopping, Gone, Event::Exit, Any, "stopped/gone"},
    {Stopping, Gone, Event::Restart, Any, "-"},
};

TEST(Lifecycle, Rows) {
  for (const Row &R : Rows)
    EXPECT_EQ(after(R.In, R.Wanted, R.On, R.If), R.Then)
        << name(R.In) << "/" << name(R.Wanted) << " x " << name(R.On);
}

TEST(Lifecycle, AnyNumberOfRequestsBeforeTheSpawnMakesOne) {
  State S = Ready;
  Want W = Up;
  int Spawns = 0;
  auto Apply = [&](Event E) {
    if (std::optional<Step> T = step(S, W, E)) {
      S = T->NextState;
      W = T->NextWant;
      Spawns += (T->Actions & Spawn) != 0;
    }
  };
  for (int I = 0; I < 10; ++I)
    Apply(Event::Restart);
  Apply(Event::Exit);
  for (int I = 0; I < 10; ++I)
    Apply(Event::Restart);
  Apply(Event::Released);
  EXPECT_EQ(Spawns, 1);
  Apply(Event::Restart); // later: one more
  Apply(Event::Exit);
  Apply(Event::Released);
  EXPECT_EQ(Spawns, 2);
}

} // namespace
