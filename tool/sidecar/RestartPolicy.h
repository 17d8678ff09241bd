//===- RestartPolicy.h - Whether and when to restart ------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines RestartRules, what the configuration says, and RestartPolicy, which
// judges each end that nobody asked for: the delay before the next start grows
// by two up to a largest one, and a budget bounds the starts in a window.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_RESTARTPOLICY_H
#define SIDECAR_RESTARTPOLICY_H

#include "Clock.h"
#include "Lifecycle.h"
#include <deque>
#include <optional>

namespace sidecar {

enum class RestartMode : uint8_t { Always, OnFailure, Never };

struct RestartRules {
  RestartMode Mode = RestartMode::Always;
  Duration Initial = std::chrono::milliseconds(100);
  Duration Max = std::chrono::seconds(10);
  double Jitter = 0.1;                       // of the delay, to either side
  Duration Reset = std::chrono::seconds(10); // ready for so long
  std::optional<unsigned> Budget = 5;        // nothing: unlimited
  Duration Window = std::chrono::minutes(5);

  bool operator==(const RestartRules &) const = default;

  /// Whether a daemon that always fails at once would use up the budget; if
  /// not, its window is shorter than the delays add up to, and it is no bound.
  bool budgetCanBeUsedUp() const;
};

class RestartPolicy {
public:
  explicit RestartPolicy(const RestartRules &Rules) : Rules(Rules) {}

  /// Judges an end at \p Now; Retry spends one restart of the budget.
  Verdict judge(bool Acceptable, TimePoint Now);
  /// The delay before the next start, doubled at each call; \p Random is
  /// uniform in [-1, 1].
  Duration nextDelay(double Random);
  /// What nextDelay() has last returned, by the rules of now.
  Duration presentDelay() const;
  void forgetBackoff() { Level = 0; }
  void clear() {
    Level = 0;
    Spent.clear();
  }
  /// Other rules from now on; what was spent stays spent.
  void setRules(const RestartRules &Next) { Rules = Next; }

private:
  RestartRules Rules;
  unsigned Level = 0;          // doublings so far
  unsigned PresentLevel = 0;   // of the delay that was last asked for
  double Drawn = 0;            // its random number
  std::deque<TimePoint> Spent; // restarts within the window, oldest first
};

} // namespace sidecar

#endif
