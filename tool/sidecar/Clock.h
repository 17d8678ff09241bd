//===- Clock.h - Monotonic time ---------------------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the clock of every decision, CLOCK_MONOTONIC. Policy takes the time
// as an argument, so that tests can make it up; real time is for timestamps.
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_CLOCK_H
#define SIDECAR_CLOCK_H

#include <chrono>

namespace sidecar {

using Clock = std::chrono::steady_clock; // CLOCK_MONOTONIC in libstdc++
using TimePoint = Clock::time_point;
using Duration = std::chrono::nanoseconds;

inline double seconds(Duration D) {
  return std::chrono::duration<double>(D).count();
}

} // namespace sidecar

#endif
