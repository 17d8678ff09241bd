//===- Units.h - Durations and sizes in text --------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines the text of durations ("250ms", "8s", "5m", "1h", or "1m30s") and of
// sizes ("512B", "64KiB", "10MiB", "1GiB").
//===----------------------------------------------------------------------===//
#ifndef SIDECAR_UNITS_H
#define SIDECAR_UNITS_H

#include "Clock.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sidecar {

std::optional<Duration> parseDuration(std::string_view Text);
std::optional<uint64_t> parseSize(std::string_view Text);

/// The one of \p Known that is nearest to \p Wrong, if it is near: at most a
/// third of its letters are to be changed.
template <typename Range>
std::string nearest(std::string_view Wrong, const Range &Known);
unsigned editDistance(std::string_view A, std::string_view B);

template <typename Range>
std::string nearest(std::string_view Wrong, const Range &Known) {
  std::string Best;
  unsigned BestDistance = unsigned(Wrong.size()) / 3 + 1;
  for (const auto &Candidate : Known)
    if (unsigned D = editDistance(Wrong, Candidate); D <= BestDistance) {
      if (!Best.empty() && D == BestDistance)
        continue; // the first of equals
      Best = Candidate;
      BestDistance = D;
    }
  return Best;
}

} // namespace sidecar

#endif
