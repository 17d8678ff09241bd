//===- Units.cpp - Durations and sizes in text ----------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Implements the parsing of units, and the distance between two words.
//===----------------------------------------------------------------------===//
#include "Units.h"
#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>
#include <vector>

namespace sidecar {

namespace {
struct Unit {
  std::string_view Name;
  uint64_t Factor;
};
constexpr Unit TimeUnits[] = {{"us", 1000},
                              {"ms", 1000 * 1000},
                              {"s", 1000 * 1000 * 1000},
                              {"m", 60ull * 1000 * 1000 * 1000},
                              {"h", 3600ull * 1000 * 1000 * 1000}};
constexpr Unit SizeUnits[] = {{"B", 1},
                              {"KiB", 1 << 10},
                              {"MiB", 1 << 20},
                              {"GiB", 1 << 30},
                              {"KB", 1000},
                              {"MB", 1000 * 1000},
                              {"GB", 1000 * 1000 * 1000}};

/// One `number unit`, taken from the front of \p Text.
template <size_t N>
std::optional<uint64_t> takeQuantity(std::string_view &Text,
                                     const Unit (&Units)[N]) {
  uint64_t Number = 0;
  auto [End, Failure] =
      std::from_chars(Text.data(), Text.data() + Text.size(), Number);
  if (Failure != std::errc())
    return std::nullopt;
  Text.remove_prefix(size_t(End - Text.data()));
  size_t Letters = 0;
  while (Letters < Text.size() && (Text[Letters] < '0' || Text[Letters] > '9'))
    ++Letters;
  std::string_view Name = Text.substr(0, Letters);
  Text.remove_prefix(Letters);
  for (const Unit &U : Units)
    if (U.Name == Name) {
      if (Number > uint64_t(std::numeric_limits<int64_t>::max()) / U.Factor)
        return std::nullopt;
      return Number * U.Factor;
    }
  return std::nullopt;
}
} // namespace

std::optional<Duration> parseDuration(std::string_view Text) {
  // A year is more than anyone means, and keeps sums of times in range.
  constexpr uint64_t Largest = 366ull * 24 * 3600 * 1000000000;
  if (Text == "0")
    return Duration(0);
  uint64_t Total = 0;
  do {
    std::optional<uint64_t> Part = takeQuantity(Text, TimeUnits);
    if (!Part || *Part > Largest || Total + *Part > Largest)
      return std::nullopt;
    Total += *Part;
  } while (!Text.empty());
  return Duration(int64_t(Total));
}

std::optional<uint64_t> parseSize(std::string_view Text) {
  std::optional<uint64_t> Size = takeQuantity(Text, SizeUnits);
  if (!Text.empty())
    return std::nullopt;
  return Size;
}

unsigned editDistance(std::string_view A, std::string_view B) {
  std::vector<unsigned> Row(B.size() + 1);
  for (unsigned J = 0; J <= B.size(); ++J)
    Row[J] = J;
  for (unsigned I = 1; I <= A.size(); ++I) {
    unsigned Diagonal = std::exchange(Row[0], I);
    for (unsigned J = 1; J <= B.size(); ++J) {
      unsigned Replaced = Diagonal + (A[I - 1] != B[J - 1]);
      Diagonal = Row[J];
      Row[J] = std::min({Replaced, Row[J] + 1, Row[J - 1] + 1});
    }
  }
  return Row[B.size()];
}

} // namespace sidecar
