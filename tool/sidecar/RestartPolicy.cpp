//===- RestartPolicy.cpp - Whether and when to restart --------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the judgement and the growing delay.
//===----------------------------------------------------------------------===//
#include "RestartPolicy.h"
#include <algorithm>

namespace sidecar {

static Duration delayAt(const RestartRules &Rules, unsigned Level) {
  Duration Delay = Rules.Initial;
  // Bounded: a zero initial delay never grows.
  for (unsigned I = 0; I < Level && Delay < Rules.Max && Delay.count() > 0; ++I)
    Delay *= 2;
  return std::min(Delay, Rules.Max);
}

bool RestartRules::budgetCanBeUsedUp() const {
  if (!Budget || Mode == RestartMode::Never)
    return true;
  Duration Total{0};
  for (unsigned I = 0; I < *Budget && Total <= Window; ++I)
    Total += delayAt(*this, std::min(I, 64u));
  return Total <= Window;
}

Verdict RestartPolicy::judge(bool Acceptable, TimePoint Now) {
  if (Acceptable && Rules.Mode != RestartMode::Always)
    return Verdict::Done;
  if (Rules.Mode == RestartMode::Never)
    return Verdict::Failed;
  if (!Rules.Budget)
    return Verdict::Retry;
  while (!Spent.empty() && Now - Spent.front() >= Rules.Window)
    Spent.pop_front();
  if (Spent.size() >= *Rules.Budget)
    return Verdict::Failed;
  Spent.push_back(Now);
  return Verdict::Retry;
}

Duration RestartPolicy::nextDelay(double Random) {
  PresentLevel = Level;
  Drawn = Random;
  if (delayAt(Rules, Level) < Rules.Max)
    ++Level;
  return presentDelay();
}

Duration RestartPolicy::presentDelay() const {
  Duration Delay = delayAt(Rules, PresentLevel);
  double Factor = 1.0 + Rules.Jitter * Drawn;
  return Duration(int64_t(double(Delay.count()) * Factor));
}

} // namespace sidecar
